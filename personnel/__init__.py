"""Who teaches: identity vault, workbook reading, bulk import."""
