package io.millrace.storage.file.text;

import io.millrace.storage.file.glob.DataFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a large file at ends of records. Whether a line feed ends a record depends on every quote before it, so the file is read once from the beginning;
 * where no quote is near that is little more than counting line feeds, which messages need too.
 */
public final class RecordSplits {
    /** Smaller files are one piece. */
    public static final long FILE_BYTES_MIN = 32L << 20;

    public static final long SPLIT_BYTES = 16L << 20;

    private static final int BLOCK_BYTES = 1 << 20;

    /** A range of bytes that begins at a record, and that record's line. */
    public record Range(long from, long to, long line) {}

    private final byte delimiter;
    private final int quote;
    private final int escape;
    private final List<Range> ranges = new ArrayList<>();
    private long rangeStart;
    private long rangeLine = 1;
    private long line = 1;
    private long nextCut = SPLIT_BYTES;
    private boolean fieldStart = true;
    private boolean quoted;
    private boolean afterQuote;
    private boolean afterEscape;

    private RecordSplits(byte delimiter, int quote, int escape) {
        this.delimiter = delimiter;
        this.quote = quote;
        this.escape = escape;
    }

    /** Of lines: no line feed is quoted. */
    public static List<Range> ofLines(DataFile file) {
        return of(file, (byte) '\n', -1, -1);
    }

    /**
     * Of records whose fields may be quoted.
     *
     * @param quote -1: there are none
     * @param escape before a quote inside quotes
     */
    public static List<Range> of(DataFile file, byte delimiter, int quote, int escape) {
        if (file.length() < FILE_BYTES_MIN || ByteFeed.isCompressed(file.path())) {
            return List.of(new Range(0, file.length(), 1));
        }
        RecordSplits splits = new RecordSplits(delimiter, quote, escape);
        byte[] block = new byte[BLOCK_BYTES];
        long position = 0;
        try (ByteFeed feed = new ByteFeed(file, 0, file.length())) {
            for (int count = feed.read(block, 0, block.length); count > 0; count = feed.read(block, 0, block.length)) {
                int start = 0;
                if (position == 0 && count >= 3 && (block[0] & 255) == 0xEF && (block[1] & 255) == 0xBB && (block[2] & 255) == 0xBF) {
                    start = 3;
                }
                splits.block(block, start, count, position);
                position += count;
            }
        }
        splits.ranges.add(new Range(splits.rangeStart, file.length(), splits.rangeLine));
        return splits.ranges;
    }

    private void block(byte[] bytes, int start, int count, long position) {
        boolean plain = !quoted && !afterQuote && (quote < 0 || !contains(bytes, start, count, (byte) quote));
        if (plain && position + count < nextCut) {
            line += lineFeeds(bytes, start, count);
            byte last = bytes[count - 1];
            fieldStart = last == '\n' || last == delimiter;
            return;
        }
        for (int i = start; i < count; i++) {
            step(bytes[i], position + i);
        }
    }

    private void step(byte c, long position) {
        if (c == '\n') {
            line++;
        }
        if (quoted) {
            if (afterEscape) {
                afterEscape = false;
                return;
            }
            if (c == escape && escape != quote) {
                afterEscape = true;
            } else if (c == quote) {
                quoted = false;
                afterQuote = true;
            }
            return;
        }
        if (afterQuote) {
            afterQuote = false;
            if (c == quote && escape == quote) {
                quoted = true;
                return;
            }
        } else if (fieldStart && c == quote) {
            fieldStart = false;
            quoted = true;
            return;
        }
        fieldStart = c == delimiter || c == '\n';
        if (c == '\n' && position + 1 >= nextCut) {
            ranges.add(new Range(rangeStart, position + 1, rangeLine));
            rangeStart = position + 1;
            rangeLine = line;
            nextCut = position + 1 + SPLIT_BYTES;
        }
    }

    private static boolean contains(byte[] bytes, int from, int to, byte wanted) {
        int found = 0;
        for (int i = from; i < to; i++) {
            found |= bytes[i] == wanted ? 1 : 0;
        }
        return found != 0;
    }

    private static int lineFeeds(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
