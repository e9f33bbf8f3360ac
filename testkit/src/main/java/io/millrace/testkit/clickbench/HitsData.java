package io.millrace.testkit.clickbench;

import io.millrace.testkit.oracle.DuckDb;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A table shaped like ClickBench's {@code hits}: its 105 columns and their types, strings of skewed frequency, rows that lie by counter and time as a web
 * counter's log does. Made up: each row is a function of its number alone ({@code clickbench/hits.sql}), and DuckDB writes the file (zstd, row groups of
 * 122,880 rows), so that what the engine reads was not written by itself. Kept in a directory and made once.
 */
public final class HitsData {
    /** The one table's name. */
    public static final String TABLE = "hits";

    private HitsData() {}

    /** Makes the file below {@code root} unless it is there, and returns it. */
    public static Path parquet(Path root, long rows) {
        Path target = root.resolve("clickbench-" + rows).resolve(TABLE + ".parquet").toAbsolutePath();
        if (Files.exists(target)) {
            return target;
        }
        try {
            Files.createDirectories(target.getParent());
            Path part = Files.createTempFile(target.getParent(), TABLE, ".part");
            try (DuckDb duck = DuckDb.open()) {
                for (String statement : script(rows).split(";\\s*\n")) {
                    duck.execute(statement);
                }
                duck.execute("COPY (SELECT * FROM clickbench_hits) TO '" + part
                        + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)");
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    private static String script(long rows) {
        return resource("/clickbench/hits.sql").replace("${rows}", String.valueOf(rows));
    }

    static String resource(String name) {
        try (InputStream in = HitsData.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
