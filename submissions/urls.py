"""Pages of this room: to-do, the form, the review, rounds."""

from django.urls import path

from submissions.views.accept_many import accept_many
from submissions.views.ad_hoc import ask, chosen_units
from submissions.views.batches import batch, batch_list, batch_step, batches
from submissions.views.burden import burden
from submissions.views.calendar_feed import feed, file, make, revoke
from submissions.views.compare import cell_history, compare
from submissions.views.enclosures import add_enclosures, enclosure, enclosure_step
from submissions.views.ending_roles import end, resume, roles
from submissions.views.enter_for import enter
from submissions.views.first_source import name_source
from submissions.views.form_worker import form_worker
from submissions.views.history import history
from submissions.views.history_loads import history_load, history_loads, history_step
from submissions.views.import_catalogue import import_confirm, import_form
from submissions.views.import_form import import_template_form
from submissions.views.import_regime import regime_file, regime_import, regime_import_confirm
from submissions.views.import_tree import confirm_import, import_template, import_units
from submissions.views.indicators import change, new_indicator, put_back, remove
from submissions.views.leaving import hand_over, leave, take_back
from submissions.views.many_units import many, many_file, many_problems, many_save
from submissions.views.new_round import new_round
from submissions.views.notices import notices, seen
from submissions.views.objections import objections, say
from submissions.views.preview_form import preview, preview_workbook
from submissions.views.publish_draft import publish
from submissions.views.regime_reviews import reviews, stewards
from submissions.views.report import report
from submissions.views.report_cell import cell
from submissions.views.report_list import report_list
from submissions.views.report_saving import save
from submissions.views.report_steps import step
from submissions.views.review import review, review_step
from submissions.views.review_list import review_list
from submissions.views.round_steps import round_step
from submissions.views.rounds import remind_round, round_, rounds
from submissions.views.signers import let, revoke_signing, signers
from submissions.views.to_do import home
from submissions.views.upload import keep, undo, upload
from submissions.views.upload_files import hand_back, marked, original
from submissions.views.upload_many import keep_many, upload_many
from submissions.views.workbook import workbook

urlpatterns = [
    path("", home, name="home"),
    path("thong-bao/", notices, name="notices"),
    path("thong-bao/da-xem/", seen, name="notices-seen"),
    path("don-vi/nap/", import_units, name="import-units"),
    path("don-vi/nap/xac-nhan/", confirm_import, name="import-units-confirm"),
    path("don-vi/nap/mau/", import_template, name="import-units-template"),
    path("don-vi/<int:unit_id>/nguoi-ky/", signers, name="signers"),
    path("don-vi/<int:unit_id>/nguoi-ky/uy-quyen/", let, name="signers-let"),
    path("don-vi/<int:unit_id>/nguoi-ky/<int:delegation_id>/thu-hoi/", revoke_signing, name="signers-revoke"),
    path("nguoi-dung/<int:user_id>/ban-giao/", leave, name="leave"),
    path("nguoi-dung/<int:user_id>/ban-giao/lam/", hand_over, name="leave-hand-over"),
    path("nguoi-dung/<int:user_id>/ban-giao/<int:handover_id>/hoan-tac/", take_back, name="leave-undo"),
    path("nguoi-dung/<int:user_id>/vai-tro/", roles, name="roles"),
    path("nguoi-dung/<int:user_id>/vai-tro/ket-thuc/", end, name="role-end"),
    path("nguoi-dung/<int:user_id>/vai-tro/<int:ended_id>/hoan-tac/", resume, name="role-resume"),
    path("bieu-mau/nhap/", import_template_form, name="template-import"),
    path("bieu-mau/ban-nhap/<int:draft_id>/xem/", preview, name="template-preview"),
    path("bieu-mau/ban-nhap/<int:draft_id>/xem/excel/", preview_workbook, name="template-preview-workbook"),
    path("bieu-mau/ban-nhap/<int:draft_id>/ban-hanh/", publish, name="template-publish"),
    path("che-do/goi/", regime_import, name="regime-import"),
    path("che-do/goi/xac-nhan/", regime_import_confirm, name="regime-import-confirm"),
    path("che-do/<int:regime_id>/goi/", regime_file, name="regime-file"),
    path("chi-tieu/nap/", import_form, name="catalogue-import"),
    path("chi-tieu/nap/xac-nhan/", import_confirm, name="catalogue-import-confirm"),
    path("chi-tieu/ganh-nang/", burden, name="burden"),
    path("chi-tieu/ra-soat/", reviews, name="regime-reviews"),
    path("chi-tieu/chu-tri/", stewards, name="stewards"),
    path("chi-tieu/moi/", new_indicator, name="indicator-new"),
    path("chi-tieu/<int:indicator_id>/sua/", change, name="indicator-change"),
    path("chi-tieu/<int:indicator_id>/bo/", remove, name="indicator-remove"),
    path(
        "chi-tieu/<int:indicator_id>/phien-ban/<int:number>/khoi-phuc/", put_back, name="indicator-put-back"
    ),
    path("nap-nhieu-tep/", upload_many, name="upload-many"),
    path("nap-nhieu-tep/luu/", keep_many, name="upload-many-keep"),
    path("nap-hang-loat/", batches, name="batches"),
    path("nap-hang-loat/<int:batch_id>/", batch, name="batch"),
    path("nap-hang-loat/<int:batch_id>/ket-qua/", batch_list, name="batch-list"),
    path("nap-hang-loat/<int:batch_id>/<slug:name>/", batch_step, name="batch-step"),
    path("lich-nhac-han/", feed, name="calendar-feed"),
    path("lich-nhac-han/tao/", make, name="calendar-make"),
    path("lich-nhac-han/thu-hoi/", revoke, name="calendar-revoke"),
    path("lich-nhac-han/<slug:token>.ics", file, name="calendar-file"),
    path("bao-cao/", report_list, name="report-list"),
    path("bao-cao/ngoai-tuyen.js", form_worker, name="form-worker"),
    path("bao-cao/<int:assignment_id>/", report, name="report"),
    path("bao-cao/<int:assignment_id>/luu/", save, name="report-save"),
    path("bao-cao/<int:assignment_id>/o/", cell, name="report-cell"),
    path("bao-cao/<int:assignment_id>/o/lich-su/", cell_history, name="report-cell-history"),
    path("bao-cao/<int:assignment_id>/so-sanh/", compare, name="report-compare"),
    path("bao-cao/<int:assignment_id>/lich-su/", history, name="report-history"),
    path("bao-cao/<int:assignment_id>/excel/", workbook, name="report-workbook"),
    path("bao-cao/<int:assignment_id>/nap-excel/", upload, name="report-upload"),
    path("bao-cao/<int:assignment_id>/nap-excel/luu/", keep, name="report-upload-keep"),
    path("bao-cao/<int:assignment_id>/nap-excel/tra-ve/", hand_back, name="report-upload-back"),
    path("bao-cao/<int:assignment_id>/nap-excel/hoan-tac/", undo, name="report-upload-undo"),
    path("bao-cao/<int:assignment_id>/tep/<int:upload_id>/", original, name="report-original"),
    path("bao-cao/<int:assignment_id>/tep/<int:upload_id>/danh-dau/", marked, name="report-marked"),
    path("bao-cao/<int:assignment_id>/kem/", add_enclosures, name="report-enclose"),
    path("bao-cao/<int:assignment_id>/kem/<int:enclosure_id>/", enclosure, name="report-enclosure"),
    path(
        "bao-cao/<int:assignment_id>/kem/<int:enclosure_id>/<slug:name>/",
        enclosure_step,
        name="report-enclosure-step",
    ),
    path("bao-cao/<int:assignment_id>/nhap-thay/", enter, name="report-enter"),
    path("bao-cao/<int:assignment_id>/khong-can/", say, name="report-object"),
    path("bieu-mau/<int:template_id>/da-hoi/nguon/", name_source, name="template-first-source"),
    path("bieu-mau/<int:template_id>/khong-can/", objections, name="template-objections"),
    path("bao-cao/<int:assignment_id>/<slug:name>/", step, name="report-step"),
    path("duyet-so-lieu/", review_list, name="review-list"),
    path("duyet-so-lieu/dot/<int:round_id>/duyet/", accept_many, name="review-accept-many"),
    path("duyet-so-lieu/<int:submission_id>/", review, name="review"),
    path("duyet-so-lieu/<int:submission_id>/<slug:name>/", review_step, name="review-step"),
    path("dot-bao-cao/", rounds, name="rounds"),
    path("dot-bao-cao/dot-xuat/", ask, name="ad-hoc"),
    path("dot-bao-cao/dot-xuat/don-vi/", chosen_units, name="ad-hoc-units"),
    path("dot-bao-cao/<int:round_id>/", round_, name="round"),
    path("dot-bao-cao/mo/", new_round, name="round-new"),
    path("dot-bao-cao/lich-su/", history_loads, name="history-loads"),
    path("dot-bao-cao/lich-su/<int:load_id>/", history_load, name="history-load"),
    path("dot-bao-cao/lich-su/<int:load_id>/<slug:name>/", history_step, name="history-step"),
    path("dot-bao-cao/<int:round_id>/nhieu-don-vi/", many, name="round-many"),
    path("dot-bao-cao/<int:round_id>/nhieu-don-vi/tep/", many_file, name="round-many-file"),
    path("dot-bao-cao/<int:round_id>/nhieu-don-vi/luu/", many_save, name="round-many-save"),
    path("dot-bao-cao/<int:round_id>/nhieu-don-vi/can-sua/", many_problems, name="round-many-problems"),
    path("dot-bao-cao/<int:round_id>/don-doc/", remind_round, name="round-remind"),
    path("dot-bao-cao/<int:round_id>/viec/<slug:name>/", round_step, name="round-step"),
]
