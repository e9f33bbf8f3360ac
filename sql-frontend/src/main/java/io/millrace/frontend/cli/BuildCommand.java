package io.millrace.frontend.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace build DIR}. */
@Command(name = "build", description = "Build a project of layer models.", mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "the project")
    private String directory;

    @Override
    public Integer call() {
        System.err.println(
                "millrace: building a project (" + directory + ") is not supported; run its statements with 'millrace sql -f FILE'");
        return 1;
    }
}
