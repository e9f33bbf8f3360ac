package io.millrace.frontend.view;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a view keeps is of the plan that it was made with, though the same query would be planned otherwise later, when other tables are the large ones. */
class PinnedPlanTest {
    @TempDir
    Path directory;

    @Test
    void sidesOfAJoinStayWhereTheyWere() {
        try (HeldViews views = new HeldViews(directory.resolve("data"))) {
            for (String table : new String[] {"x", "y", "z"}) {
                views.run("CREATE TABLE " + table + " (k INTEGER, v INTEGER)");
            }
            views.run("INSERT INTO x SELECT n % 10, n FROM generate_series(1, 5) AS g(n)");
            views.run("INSERT INTO y SELECT n % 10, n FROM generate_series(1, 50) AS g(n)");
            views.run("INSERT INTO z SELECT n % 10, n FROM generate_series(1, 20) AS g(n)");
            views.hold("SELECT x.v, y.v AS yv FROM x JOIN y ON x.k = y.k WHERE x.v <= y.v");
            views.hold("SELECT x.v, y.v AS yv, z.v AS zv FROM x JOIN y ON x.k = y.k JOIN z ON y.k = z.k");
            views.compare("at the start");
            views.run("INSERT INTO x SELECT n % 10, n FROM generate_series(100, 400) AS g(n)");
            views.run("ANALYZE x");
            views.compare("when the small table has become the large one");
            views.restart();
            views.compare("after the restart");
            views.run("INSERT INTO x VALUES (1, 1000), (2, 2000)");
            views.run("DELETE FROM y WHERE v % 7 = 1");
            views.run("INSERT INTO z VALUES (1, 30), (2, 40)");
            views.compare("at the end");
            views.assertHeld("");
        }
    }
}
