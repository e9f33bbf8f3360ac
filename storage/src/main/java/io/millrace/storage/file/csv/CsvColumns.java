package io.millrace.storage.file.csv;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where a table's columns are in one file.
 *
 * @param fieldOf the record's field, by column of the table; -1 for a column that the folders give
 * @param folderValues of the columns that the folders give, by name
 * @param fields how many a record has
 */
record CsvColumns(int[] fieldOf, Map<String, Object> folderValues, int fields) {
    /**
     * By name where the header names all the table's columns, else by position.
     *
     * @throws MillraceException MALFORMED_INPUT if a header lacks a column of the table
     */
    static CsvColumns of(
            DataFile file, CsvShape shape, Schema table, Schema inFile, Map<String, Object> folderValues, boolean declared) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < shape.names().size(); i++) {
            String name = shape.names().get(i);
            positions.putIfAbsent(name == null || name.isBlank() ? "column" + i : name.strip().toLowerCase(Locale.ROOT), i);
        }
        boolean byName = shape.header()
                && inFile.fields().stream().allMatch(f -> positions.containsKey(f.name().toLowerCase(Locale.ROOT)));
        boolean sameWidth = shape.names().size() == inFile.size();
        if (!byName && (!sameWidth || shape.header() && !declared)) {
            String missing = inFile.fields().stream().map(f -> f.name())
                    .filter(name -> !positions.containsKey(name.toLowerCase(Locale.ROOT))).findFirst().orElse("");
            if (shape.header() || !declared) {
                throw new MillraceException(ErrorCode.MALFORMED_INPUT,
                        "file " + file.path() + ", line 1: expected column \"" + missing + "\", found columns " + shape.names());
            }
        }
        int[] fieldOf = new int[table.size()];
        int next = 0;
        for (int c = 0; c < table.size(); c++) {
            if (inFile.indexOf(table.field(c).name()) < 0) {
                fieldOf[c] = -1;
            } else {
                fieldOf[c] = byName ? positions.get(table.field(c).name().toLowerCase(Locale.ROOT)) : next;
                next++;
            }
        }
        return new CsvColumns(fieldOf, folderValues, shape.header() ? shape.names().size() : inFile.size());
    }
}
