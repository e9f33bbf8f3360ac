package io.millrace.frontend.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when a thread dies because the Java heap is full: without that thread the server would go on as half of one, and its clients would wait
 * for ever. What it acknowledged is on disk. A statement that only fills the heap by itself fails alone, long before this.
 */
final class HeapExhaustion implements Thread.UncaughtExceptionHandler {
    /** What the shell says of a process that was killed for its memory. */
    private static final int EXIT_CODE = 137;

    private static final Logger LOG = LoggerFactory.getLogger(HeapExhaustion.class);

    /** Made beforehand: there is no memory for it then. */
    private final byte[] message =
            "millrace: the Java heap is full, stopping (give it more with MILLRACE_HEAP); what was acknowledged is on disk\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final FileOutputStream errors = new FileOutputStream(FileDescriptor.err);

    private HeapExhaustion() {}

    /** For all threads of the process that have no handler of their own. */
    static void endsTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler(new HeapExhaustion());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            try {
                errors.write(message);
            } catch (IOException e) {
                // Nobody reads it
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        LOG.error("thread {} ended with an error", thread.getName(), thrown);
    }
}
