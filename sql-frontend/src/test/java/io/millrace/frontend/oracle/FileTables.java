package io.millrace.frontend.oracle;

import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.tpch.TpchData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** TPC-H's tables and those of the oracle's {@code tables.sql}, each in three Parquet files, known by the same names to an engine and to DuckDB. */
final class FileTables {
    private static final int FILES = 3;

    private FileTables() {}

    static void create(Path directory, SqlEngine engine, DuckDb duck) throws IOException {
        Path tpch = TpchData.parquet(Path.of("target/data"), 0.01);
        for (String table : TpchData.tables()) {
            duck.execute("CREATE TABLE " + table + " AS SELECT * FROM read_parquet('" + tpch.resolve(table + ".parquet") + "')");
        }
        for (OracleTest.Query statement : OracleTest.queries("tables.sql")) {
            duck.execute(statement.theirs());
        }
        for (List<Object> row : duck.query("SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'")) {
            create(directory, (String) row.get(0), engine, duck);
        }
    }

    private static void create(Path directory, String table, SqlEngine engine, DuckDb duck) {
        Path folder = directory.resolve(table);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int file = 0; file < FILES; file++) {
            duck.execute("COPY (SELECT * FROM " + table + " WHERE rowid % " + FILES + " = " + file + ") TO '"
                    + folder.resolve(file + ".parquet") + "' (FORMAT parquet)");
        }
        SqlRows.of(engine, Session.initial(),
                "CREATE EXTERNAL TABLE " + table + " WITH (location = '" + folder + "/*.parquet', format = 'parquet')");
    }
}
