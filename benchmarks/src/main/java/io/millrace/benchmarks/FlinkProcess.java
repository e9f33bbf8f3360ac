package io.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Apache Flink in a JVM of its own, built from its project when that is newer than what was built.
 *
 * @param project the peer's Maven project
 * @param java the peer's java, 17 or so
 */
record FlinkProcess(Path project, String java) {
    /** What is to be read when the process has failed. */
    private static final String ERRORS = "flink-errors.txt";

    /** Runs a main class; gives each line that it prints. Returns the most memory that the process was seen to hold, in MiB. */
    long run(String main, List<String> arguments, Consumer<String> lines) throws IOException, InterruptedException {
        build();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx6g", "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/java.time=ALL-UNNAMED", "-cp", jar() + ":"
                        + project.resolve("target/lib") + "/*",
                main));
        command.addAll(arguments);
        Path errors = project.resolve("target").resolve(ERRORS);
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        long mebibytes = 0;
        try (BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                mebibytes = Math.max(mebibytes, PeakMemory.mebibytes(process.pid()));
                lines.accept(line);
            }
        }
        if (process.waitFor() != 0) {
            System.err.println("Flink ended with code " + process.exitValue() + ", see " + errors);
        }
        return mebibytes;
    }

    private Path jar() {
        return project.resolve("target/millrace-benchmarks-flink-0.1.0-SNAPSHOT.jar");
    }

    private void build() throws IOException, InterruptedException {
        if (isBuilt()) {
            return;
        }
        Process build = new ProcessBuilder("mvn", "-q", "-B", "-f", project.resolve("pom.xml").toString(), "package").inheritIO().start();
        if (build.waitFor() != 0) {
            throw new IllegalStateException("the peer's project in " + project + " could not be built");
        }
    }

    private boolean isBuilt() throws IOException {
        if (!Files.exists(jar()) || !Files.isDirectory(project.resolve("target/lib"))) {
            return false;
        }
        long builtMillis = Files.getLastModifiedTime(jar()).toMillis();
        try (Stream<Path> sources = Files.walk(project.resolve("src"))) {
            for (Path source : Stream.concat(sources, Stream.of(project.resolve("pom.xml"))).toList()) {
                if (Files.getLastModifiedTime(source).toMillis() > builtMillis) {
                    return false;
                }
            }
        }
        return true;
    }
}
