package io.millrace.frontend.process;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KillLoopTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void killedTenTimesNothingIsLostAndNothingTwice() throws Exception {
        new KillLoop(directory.resolve("data"), 1).run(10, 400);
    }

    @Test
    @Tag("long")
    @Timeout(1_200)
    void killedFiftyTimesNothingIsLostAndNothingTwice() throws Exception {
        new KillLoop(directory.resolve("data"), 2).run(50, 1_500);
    }
}
