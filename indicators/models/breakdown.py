"""Phân tổ: dimensions with their categories, and the sets of them that data points stand for."""

from django.db import models


class Dimension(models.Model):
    """By what figures are broken down ("gioi-tinh" Giới tính). The catalogue shares them."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200, unique=True)
    name_en = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """One value of a dimension ("nu" Nữ), in the order in which forms print them."""

    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    position = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code"], name="category_coded_once"),
            models.UniqueConstraint(fields=["dimension", "name"], name="category_named_once"),
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Breakdown(models.Model):
    """A canonical set of dimension = category, sorted, joined by ";", or the sentinel "total"."""

    TOTAL = "total"

    key = models.CharField(max_length=300, unique=True)

    def __str__(self) -> str:
        return self.key
