package io.millrace.testkit.nexmark;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The three streams of events, as SQL and as batches. */
public final class NexmarkStreams {
    private static final SqlType TIME = SqlType.timestamp(3);

    private static final Schema PERSON = Schema.of(
            Field.of("id", SqlType.BIGINT), Field.of("name", SqlType.VARCHAR), Field.of("emailaddress", SqlType.VARCHAR),
            Field.of("creditcard", SqlType.VARCHAR), Field.of("city", SqlType.VARCHAR), Field.of("state", SqlType.VARCHAR),
            Field.of("dateTime", TIME), Field.of("extra", SqlType.VARCHAR));
    private static final Schema AUCTION = Schema.of(
            Field.of("id", SqlType.BIGINT), Field.of("itemname", SqlType.VARCHAR), Field.of("description", SqlType.VARCHAR),
            Field.of("initialbid", SqlType.BIGINT), Field.of("reserve", SqlType.BIGINT), Field.of("dateTime", TIME),
            Field.of("expires", TIME), Field.of("seller", SqlType.BIGINT), Field.of("category", SqlType.BIGINT),
            Field.of("extra", SqlType.VARCHAR));
    private static final Schema BID = Schema.of(
            Field.of("auction", SqlType.BIGINT), Field.of("bidder", SqlType.BIGINT), Field.of("price", SqlType.BIGINT),
            Field.of("channel", SqlType.VARCHAR), Field.of("url", SqlType.VARCHAR), Field.of("dateTime", TIME),
            Field.of("extra", SqlType.VARCHAR));

    /** Names of the streams, in the order of {@link Batches}. */
    public static final List<String> NAMES = List.of("person", "auction", "bid");

    /** Rows of {@code side_input}, which query 13 looks up. */
    public static final int SIDE_ROWS = 10_000;

    private NexmarkStreams() {}

    static Schema schema(int stream) {
        return List.of(PERSON, AUCTION, BID).get(stream);
    }

    /** Statements that make the streams, with one partition and the published delay of 4 seconds, and the side input. */
    public static List<String> definitions() {
        return List.of(
                "CREATE STREAM person (id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR, city VARCHAR, state VARCHAR,"
                        + " \"dateTime\" TIMESTAMP(3), extra VARCHAR, WATERMARK FOR \"dateTime\" AS \"dateTime\" - INTERVAL '4' SECOND)",
                "CREATE STREAM auction (id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT, reserve BIGINT,"
                        + " \"dateTime\" TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra VARCHAR,"
                        + " WATERMARK FOR \"dateTime\" AS \"dateTime\" - INTERVAL '4' SECOND)",
                "CREATE STREAM bid (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR, \"dateTime\" TIMESTAMP(3),"
                        + " extra VARCHAR, WATERMARK FOR \"dateTime\" AS \"dateTime\" - INTERVAL '4' SECOND)",
                "CREATE TABLE side_input (\"key\" BIGINT PRIMARY KEY, \"value\" VARCHAR)",
                "INSERT INTO side_input SELECT n, CAST(n AS VARCHAR) FROM generate_series(0, " + (SIDE_ROWS - 1) + ") AS g(n)");
    }

    /** Collects events into one batch a stream. */
    public static final class Batches implements AutoCloseable {
        private final List<BatchBuilder> builders;

        public Batches(BufferAllocator allocator, int expectedRows) {
            builders = List.of(
                    new BatchBuilder(allocator, PERSON, expectedRows / 50 + 1), new BatchBuilder(allocator, AUCTION, expectedRows / 16 + 1),
                    new BatchBuilder(allocator, BID, expectedRows));
        }

        public void add(NexmarkEvent event) {
            switch (event) {
                case NexmarkEvent.Person p ->
                        put(0, p.id(), p.name(), p.emailAddress(), p.creditCard(), p.city(), p.state(), p.timeMillis() * 1000, p.extra());
                case NexmarkEvent.Auction a -> put(
                        1, a.id(), a.itemName(), a.description(), a.initialBid(), a.reserve(), a.timeMillis() * 1000,
                        a.expiresMillis() * 1000, a.seller(), a.category(), a.extra());
                case NexmarkEvent.Bid b ->
                        put(2, b.auction(), b.bidder(), b.price(), b.channel(), b.url(), b.timeMillis() * 1000, b.extra());
            }
        }

        /** Values as they are stored: times in microseconds. */
        private void put(int stream, Object... values) {
            for (int c = 0; c < values.length; c++) {
                ColumnBuilder column = builders.get(stream).column(c);
                if (values[c] instanceof Long number) {
                    column.appendLong(number);
                } else {
                    column.appendBytes(((String) values[c]).getBytes(StandardCharsets.UTF_8));
                }
            }
        }

        public int rows(int stream) {
            return builders.get(stream).rows();
        }

        /** The stream's rows since the last time, owned by the caller. */
        public Batch take(int stream) {
            return builders.get(stream).build();
        }

        @Override
        public void close() {
            builders.forEach(BatchBuilder::close);
        }
    }
}
