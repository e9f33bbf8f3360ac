package io.millrace.frontend.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import io.millrace.testkit.sql.SqlFile;
import io.millrace.testkit.sql.SqlFileRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of src/test/resources/corpus, plain and under regimes that must not show. By default each file meets one or two of a pairwise cover, drawn by
 * {@code -Dmillrace.seed=N}; {@code -Dmillrace.corpus=all} runs each file under all.
 */
class CorpusTest {
    static final Path FILES = Path.of("src/test/resources/corpus");
    private static final long SEED = Long.getLong("millrace.seed", 1);
    private static final boolean ALL = "all".equals(System.getProperty("millrace.corpus"));
    private static final int REGIMES_OF_A_FILE = 2;
    /** One of so many queries is a view where views are asked for. */
    private static final int VIEWS_OF = 10;

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(directory.resolve("data"), 7);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A file and how it is run. */
    record Run(String file, Regime regime) {}

    static List<String> files() throws IOException {
        try (Stream<Path> paths = Files.list(FILES)) {
            return paths.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".test")).sorted().toList();
        }
    }

    static List<Run> runs() throws IOException {
        List<Regime> cover = new ArrayList<>(ALL ? Regime.all() : Regime.pairwiseCover(SEED));
        Collections.shuffle(cover, new Random(SEED));
        List<Run> runs = new ArrayList<>();
        int next = 0;
        for (String file : files()) {
            runs.add(new Run(file, Regime.PLAIN));
            for (int i = 0; i < (ALL ? cover.size() : REGIMES_OF_A_FILE); i++) {
                runs.add(new Run(file, cover.get(next++ % cover.size())));
            }
        }
        return runs;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void answersAreThoseOfTheFile(Run run) throws IOException {
        String name = run.file().replace(".test", "");
        CorpusTarget target = new CorpusTarget(server.server().engine(), "corpus_" + name, run.regime());
        try {
            SqlFileRunner runner = new SqlFileRunner(target);
            Path scratch = Files.createDirectories(directory.resolve(name));
            String text = Files.readString(FILES.resolve(run.file())).replace("${dir}", scratch.toString());
            boolean plain = run.regime().equals(Regime.PLAIN);
            SqlFileRunner fitting = run.regime().views() ? runner.unordered() : runner;
            assertEquals("",
                    String.join("\n", fitting.run(SqlFile.parse(run.file(), text), block -> plain || isForRegimes(block, run.regime()))));
        } finally {
            target.drop();
        }
    }

    /** Values of constants are computed once, whatever the regime; a view takes as long as some tens of queries, so that some are drawn. */
    static boolean isForRegimes(SqlFile.Block block, Regime regime) {
        boolean constant = block instanceof SqlFile.Block.Query query && query.inLine() && regime.batchRows() != 7;
        boolean drawn = ALL || !CorpusTarget.isQuery(block.sql()) || (block.line() * 0x9E3779B97F4A7C15L + SEED >>> 40) % VIEWS_OF == 0;
        return !constant && !(regime.views() && (block.skips().contains("view") || !drawn));
    }
}
