package io.millrace.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of {@code bin/millrace bench}: one subcommand a kind of measurement. */
@Command(name = "bench", description = "Measure Millrace beside its peers, in the same run on this machine.", mixinStandardHelpOptions = true, subcommands = {
        TpchBench.class, TpcdsBench.class, ClickBench.class, KernelsBench.class, StreamBench.class, NexmarkBench.class,
        SlideBench.class, ServerBench.class, LiveBench.class, LatencyBench.class, ConsoleBench.class, JdbcBench.class})
public final class BenchMain implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Say what to measure: tpch, tpcds, clickbench, kernels, streams, nexmark, slides, server, live, latency, console or jdbc");
    }
}
