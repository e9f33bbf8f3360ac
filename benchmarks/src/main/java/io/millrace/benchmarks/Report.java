package io.millrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A section of Markdown about one run: printed as it grows, and on demand appended to a file. */
final class Report {
    private final List<String> lines = new ArrayList<>();

    Report(String title) {
        line("");
        line("## " + title + ", " + LocalDate.now(java.time.ZoneOffset.UTC));
        line("");
        line(machine());
        line("");
    }

    void line(String text) {
        lines.add(text);
        System.out.println(text);
    }

    private static String machine() {
        String processor = "unknown processor";
        try {
            for (String info : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
                if (info.startsWith("model name")) {
                    processor = info.substring(info.indexOf(':') + 1).strip();
                    break;
                }
            }
        } catch (IOException e) {
            // Only Linux says it that way
        }
        return "Machine: " + processor + ", " + Runtime.getRuntime().availableProcessors() + " cores; Java " + Runtime.version() + "; "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ".";
    }

    void appendTo(Path file) {
        try {
            String old = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "# Results\n";
            Files.writeString(file, old + String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
