"""What a draft changes against the version its form has now, in sentences."""

from indicators.design_words import difference_words
from indicators.designing import differences, layout_of_design
from indicators.drafts import design_of
from indicators.forms import layout_of
from indicators.models import Template, TemplateDraft, TemplateVersion
from indicators.queries import latest_version


def version_before(draft: TemplateDraft) -> TemplateVersion | None:
    """The newest published version of the draft's form."""
    template = Template.objects.filter(code=draft.code).first()
    return None if template is None else latest_version(template.pk)


def difference_lines(draft: TemplateDraft, before: TemplateVersion) -> list[str]:
    """Empty when both print and ask the same; what the draft has not bound yet is not compared."""
    layout = layout_of_design(design_of(draft), code=draft.code)
    return difference_words(differences(layout_of(before), layout), layout)
