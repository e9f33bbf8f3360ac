package io.millrace.benchmarks;

import io.millrace.benchmarks.kernel.KernelBench;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The executor's inner loops, on one thread and data in memory. */
@Command(name = "kernels", description = "The executor's kernels on one thread, beside hand-written loops and a copy of memory.", mixinStandardHelpOptions = true)
final class KernelsBench implements Callable<Integer> {
    @Option(names = "--keys", defaultValue = "1000000", description = "distinct keys of the hash aggregation (default ${DEFAULT-VALUE})")
    private long keys;

    @Option(names = "--warm", defaultValue = "5", description = "seconds before the figures (default ${DEFAULT-VALUE})")
    private int warm;

    @Option(names = "--runs", defaultValue = "5", description = "seconds that are measured (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--append", description = "append the figures to this file")
    private Path append;

    @Override
    public Integer call() {
        Report report = new Report("Kernels on one thread");
        report.line("JMH, averages; `bin/millrace bench kernels --keys " + keys + "`. Column data in memory, nothing decoded.");
        report.line("");
        KernelBench.run(keys, warm, runs, report::line);
        if (append != null) {
            report.appendTo(append);
        }
        return 0;
    }
}
