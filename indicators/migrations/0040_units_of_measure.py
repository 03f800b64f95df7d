from django.db import migrations, models

# code, name, English name, quantity (another unit's code when it converts), numerator, denominator
SEEDED = [
    ("khong", "không có đơn vị tính", "no unit", "khong", 1, 1),
    ("nguoi", "người", "persons", "nguoi", 1, 1),
    ("nghin-nguoi", "nghìn người", "thousand persons", "nguoi", 1000, 1),
    ("trieu-nguoi", "triệu người", "million persons", "nguoi", 1_000_000, 1),
    ("luot", "lượt", "visits", "luot", 1, 1),
    ("nghin-luot", "nghìn lượt", "thousand visits", "luot", 1000, 1),
    ("luot-nguoi", "lượt người", "person-visits", "luot-nguoi", 1, 1),
    ("nghin-luot-nguoi", "nghìn lượt người", "thousand person-visits", "luot-nguoi", 1000, 1),
    ("ho", "hộ", "households", "ho", 1, 1),
    ("nghin-ho", "nghìn hộ", "thousand households", "ho", 1000, 1),
    ("tre", "trẻ", "children", "tre", 1, 1),
    ("ca", "ca", "cases", "ca", 1, 1),
    ("truong-hop", "trường hợp", "instances", "truong-hop", 1, 1),
    ("hoc-sinh", "học sinh", "pupils", "hoc-sinh", 1, 1),
    ("lop", "lớp", "classes", "lop", 1, 1),
    ("giuong", "giường", "beds", "giuong", 1, 1),
    ("ho-so", "hồ sơ", "files", "ho-so", 1, 1),
    ("nghin-ho-so", "nghìn hồ sơ", "thousand files", "ho-so", 1000, 1),
    ("thu-tuc", "thủ tục", "procedures", "thu-tuc", 1, 1),
    ("van-ban", "văn bản", "documents", "van-ban", 1, 1),
    ("vu", "vụ", "incidents", "vu", 1, 1),
    ("cuoc", "cuộc", "sessions", "cuoc", 1, 1),
    ("lan", "lần", "times", "lan", 1, 1),
    ("don-vi", "đơn vị", "units", "don-vi", 1, 1),
    ("co-so", "cơ sở", "establishments", "co-so", 1, 1),
    ("doanh-nghiep", "doanh nghiệp", "enterprises", "doanh-nghiep", 1, 1),
    ("hop-tac-xa", "hợp tác xã", "cooperatives", "hop-tac-xa", 1, 1),
    ("du-an", "dự án", "projects", "du-an", 1, 1),
    ("xa", "xã", "communes", "xa", 1, 1),
    ("thon", "thôn, tổ dân phố", "villages and neighbourhoods", "thon", 1, 1),
    ("con", "con", "head", "con", 1, 1),
    ("nghin-con", "nghìn con", "thousand head", "con", 1000, 1),
    ("cay", "cây", "trees", "cay", 1, 1),
    ("nghin-cay", "nghìn cây", "thousand trees", "cay", 1000, 1),
    ("cai", "cái", "pieces", "cai", 1, 1),
    ("nghin-cai", "nghìn cái", "thousand pieces", "cai", 1000, 1),
    ("chiec", "chiếc", "items", "chiec", 1, 1),
    ("dong", "đồng", "dong", "dong", 1, 1),
    ("nghin-dong", "nghìn đồng", "thousand dong", "dong", 1000, 1),
    ("trieu-dong", "triệu đồng", "million dong", "dong", 1_000_000, 1),
    ("ty-dong", "tỷ đồng", "billion dong", "dong", 1_000_000_000, 1),
    ("nghin-ty-dong", "nghìn tỷ đồng", "trillion dong", "dong", 1_000_000_000_000, 1),
    ("usd", "USD", "US dollars", "usd", 1, 1),
    ("nghin-usd", "nghìn USD", "thousand US dollars", "usd", 1000, 1),
    ("trieu-usd", "triệu USD", "million US dollars", "usd", 1_000_000, 1),
    ("m2", "m²", "m²", "m2", 1, 1),
    ("nghin-m2", "nghìn m²", "thousand m²", "m2", 1000, 1),
    ("ha", "ha", "ha", "m2", 10_000, 1),
    ("nghin-ha", "nghìn ha", "thousand ha", "m2", 10_000_000, 1),
    ("km2", "km²", "km²", "m2", 1_000_000, 1),
    ("mm", "mm", "mm", "m", 1, 1000),
    ("m", "m", "m", "m", 1, 1),
    ("km", "km", "km", "m", 1000, 1),
    ("m3", "m³", "m³", "m3", 1, 1),
    ("nghin-m3", "nghìn m³", "thousand m³", "m3", 1000, 1),
    ("lit", "lít", "litres", "m3", 1, 1000),
    ("kg", "kg", "kg", "kg", 1, 1),
    ("ta", "tạ", "quintals", "kg", 100, 1),
    ("tan", "tấn", "tonnes", "kg", 1000, 1),
    ("nghin-tan", "nghìn tấn", "thousand tonnes", "kg", 1_000_000, 1),
    ("kg-ha", "kg/ha", "kg/ha", "kg-ha", 1, 1),
    ("ta-ha", "tạ/ha", "quintals/ha", "kg-ha", 100, 1),
    ("tan-ha", "tấn/ha", "tonnes/ha", "kg-ha", 1000, 1),
    ("kwh", "kWh", "kWh", "kwh", 1, 1),
    ("trieu-kwh", "triệu kWh", "million kWh", "kwh", 1_000_000, 1),
    ("phut", "phút", "minutes", "phut", 1, 1),
    ("gio", "giờ", "hours", "phut", 60, 1),
    ("ngay", "ngày", "days", "phut", 1440, 1),
    ("ngay-lam-viec", "ngày làm việc", "working days", "ngay-lam-viec", 1, 1),
    ("tuoi", "tuổi", "years of age", "tuoi", 1, 1),
    ("phan-tram", "%", "%", "phan-tram", 1, 1),
    ("phan-nghin", "‰", "‰", "phan-tram", 1, 10),
    ("diem-phan-tram", "điểm phần trăm", "percentage points", "diem-phan-tram", 1, 1),
    ("diem", "điểm", "points", "diem", 1, 1),
]


def seed(apps, schema_editor):
    rows = apps.get_model("indicators", "UnitOfMeasure").objects
    names = ("code", "name", "name_en", "quantity", "numerator", "denominator")
    rows.bulk_create([rows.model(**dict(zip(names, row))) for row in SEEDED])


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0033_ad_hoc_calendar'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnitOfMeasure',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('quantity', models.CharField(max_length=40)),
                ('numerator', models.BigIntegerField(default=1)),
                ('denominator', models.BigIntegerField(default=1)),
                ('is_ad_hoc', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('denominator__gte', 1), ('denominator__lte', 1000000000000), ('numerator__gte', 1), ('numerator__lte', 1000000000000)), name='unit_of_measure_factor_positive')],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
