package io.millrace.testkit.nexmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nexmark's queries 0 to 22 as Flink's suite words them, over {@link NexmarkStreams}. Quotes stand for backticks. Query 6, which Flink cannot run, has its
 * filter on the row number where the number is known; query 13 joins a table, which stands for the file that Flink
 * looks up as of the time of processing; query 14 counts letters with built-in functions.
 */
public final class NexmarkQueries {
    public static final int LAST = 22;

    private NexmarkQueries() {}

    /** By number. */
    public static Map<Integer, String> all() {
        Map<Integer, String> all = new TreeMap<>();
        for (int number = 0; number <= LAST; number++) {
            all.put(number, text(number));
        }
        return all;
    }

    /** A query on one line, without comments. */
    public static String line(String text) {
        return text.replaceAll("--[^\n]*", "").replace('\n', ' ');
    }

    public static String text(int number) {
        String name = "/nexmark/q%02d.sql".formatted(number);
        try (InputStream in = NexmarkQueries.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
