package io.millrace.frontend.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process when a thread dies because the Java heap is full: without that thread the server would go on as half of one, and its clients would wait
 * for ever. What it acknowledged is on disk. A statement that only fills the heap by itself fails alone, long before this.
 */
final class HeapExhaustion implements Thread.UncaughtExceptionHandler {
    /** What the shell says of a process that was killed for its memory. */
    private static final int EXIT_CODE = 137;

    private final Thread.UncaughtExceptionHandler others;
    /** Made beforehand: there is no memory for it then. */
    private final byte[] message =
            "millrace: the Java heap is full, stopping (give it more with MILLRACE_HEAP); what was acknowledged is on disk\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final FileOutputStream errors = new FileOutputStream(FileDescriptor.err);

    private HeapExhaustion(Thread.UncaughtExceptionHandler others) {
        this.others = others;
    }

    /** For all threads of the process that have no handler of their own. */
    static void endsTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler(new HeapExhaustion(Thread.getDefaultUncaughtExceptionHandler()));
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
        if (others != null) {
            others.uncaughtException(thread, thrown);
        } else {
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            thrown.printStackTrace();
        }
    }
}
