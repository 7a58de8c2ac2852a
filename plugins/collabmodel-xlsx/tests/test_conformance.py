"""The suite that every reporter must pass."""

import io

import openpyxl

from collabmodel.testing import ReporterConformance


class TestXlsx(ReporterConformance):
    """Workbooks, read back by another library."""

    plugin = "collabmodel_xlsx"

    def reporter(self):
        return self.hosted().reporter("xlsx")

    def sound(self, content):
        openpyxl.load_workbook(io.BytesIO(content)).close()

    def text_of(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        found = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        book.close()
        return "\n".join(str(value) for value in found if value is not None)
