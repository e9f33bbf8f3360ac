package io.millrace.frontend.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The one entry point of {@code bin/millrace}; every subcommand is registered here. */
@Command(name = "millrace", description = "One SQL engine for data at rest and data in motion.", mixinStandardHelpOptions = true, versionProvider = ProductVersion.class, subcommands = {
        ServerCommand.class, WorkerCommand.class, SqlCommand.class, DemoCommand.class, BuildCommand.class})
public final class MillraceMain implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        HeapExhaustion.endsTheProcess();
        System.exit(new CommandLine(new MillraceMain()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is needed");
    }
}
