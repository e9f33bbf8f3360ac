package io.millrace.storage.table.head;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.table.body.RowFile;
import java.util.ArrayList;
import java.util.List;

/** An entry of a head that is not a row of the table. */
public sealed interface HeadEntry {
    /** All rows before it are gone. */
    record Clear() implements HeadEntry {}

    /** The rows of these files come in (weight 1) or go out (weight -1). */
    record Files(int weight, List<RowFile> files) implements HeadEntry {
        public Files {
            assert weight == 1 || weight == -1;
            files = List.copyOf(files);
        }
    }

    /** A line for the kind, and one a file; none of the values holds a tab or the end of a line, since JSON escapes them. */
    default String encode() {
        return switch (this) {
            case Clear ignored -> "clear";
            case Files(int weight, List<RowFile> files) -> {
                StringBuilder text = new StringBuilder("files\t").append(weight);
                for (RowFile file : files) {
                    text.append('\n').append(file.name()).append('\t').append(file.rows()).append('\t').append(file.bytes());
                    text.append('\t').append(file.partition());
                }
                yield text.toString();
            }
        };
    }

    static HeadEntry decode(String text) {
        if (text.equals("clear")) {
            return new Clear();
        }
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals("files\t1") && !lines[0].equals("files\t-1")) {
            throw new MillraceException(ErrorCode.METADATA_CORRUPT, "a table's log has an entry of an unknown kind: " + lines[0]);
        }
        List<RowFile> files = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split("\t", 4);
            files.add(new RowFile(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]));
        }
        return new Files(Integer.parseInt(lines[0].substring("files\t".length())), files);
    }
}
