package io.millrace.frontend.demo;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** The files that the demo reads: TPC-H's tables by dbgen's Java port, one row a line with bars between. Made once. */
final class DemoFiles {
    private static final double SCALE_FACTOR = 0.1;
    private static final List<String> TABLES = List.of("region", "nation", "customer", "part", "orders", "lineitem");

    private DemoFiles() {}

    /** Makes what is not there below {@code folder}; tells {@code progress} what it makes. */
    static void generate(Path folder, Consumer<String> progress) {
        try {
            Files.createDirectories(folder);
            for (String table : TABLES) {
                Path file = folder.resolve(table + ".csv");
                if (!Files.exists(file)) {
                    progress.accept("generating " + file.getFileName());
                    generate(table, file);
                }
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.IO_ERROR, "the demo's files cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void generate(String table, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try (BufferedWriter writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            for (TpchEntity row : TpchTable.getTable(table).createGenerator(SCALE_FACTOR, 1, 1)) {
                String line = row.toLine();
                writer.write(line, 0, line.endsWith("|") ? line.length() - 1 : line.length());
                writer.write('\n');
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A text that comes with the product. */
    static String resource(String name) {
        try (InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "the demo's " + name + " is missing", e);
        }
    }
}
