package io.millrace.storage.external;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What of a record besides its value fills columns: METADATA FROM 'partition', 'offset', 'timestamp', 'headers', 'key'. */
@FunctionalInterface
interface RecordMetadata {
    void append(SourceRecord record, ColumnBuilder out);

    /** @throws MillraceException INVALID_TABLE_DEFINITION if there is no such metadata, or it is of another type */
    static RecordMetadata of(String key, Field field) {
        SqlType.Kind kind = field.type().kind();
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "partition" -> {
                require(kind == SqlType.Kind.INTEGER || kind == SqlType.Kind.BIGINT, key, field, "INTEGER or BIGINT");
                yield (record, out) -> Values.append(out, record.partition());
            }
            case "offset" -> {
                require(kind == SqlType.Kind.BIGINT, key, field, "BIGINT");
                yield (record, out) -> out.appendLong(record.offset());
            }
            case "timestamp" -> {
                require(kind == SqlType.Kind.TIMESTAMP || kind == SqlType.Kind.TIMESTAMP_TZ || kind == SqlType.Kind.BIGINT, key, field,
                        "TIMESTAMP, TIMESTAMP WITH TIME ZONE or BIGINT");
                yield (record, out) -> timestamp(record, kind, out);
            }
            case "key" -> {
                require(field.type().isCharacter() || kind == SqlType.Kind.BINARY, key, field, "VARCHAR or BINARY");
                yield (record, out) -> bytes(record.key(), out);
            }
            case "headers" -> {
                require(field.type().equals(SqlType.map(SqlType.VARCHAR, SqlType.VARCHAR)), key, field, "MAP<VARCHAR, VARCHAR>");
                yield (record, out) -> headers(record, out);
            }
            default -> throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                    "METADATA column \"" + field.name() + "\": there is no metadata '" + key
                            + "', expected one of partition, offset, timestamp, key, headers");
        };
    }

    private static void require(boolean fits, String key, Field field, String expected) {
        if (!fits) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                    "METADATA column \"" + field.name() + "\": '" + key + "' is " + expected + ", found " + field.type());
        }
    }

    private static void timestamp(SourceRecord record, SqlType.Kind kind, ColumnBuilder out) {
        if (record.timestampMillis() < 0) {
            out.appendNull();
        } else if (kind == SqlType.Kind.BIGINT) {
            out.appendLong(record.timestampMillis());
        } else {
            Instant instant = Instant.ofEpochMilli(record.timestampMillis());
            Values.append(out, kind == SqlType.Kind.TIMESTAMP_TZ ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        }
    }

    private static void bytes(byte[] bytes, ColumnBuilder out) {
        if (bytes == null) {
            out.appendNull();
        } else if (out.type().kind() == SqlType.Kind.BINARY) {
            out.appendBytes(bytes);
        } else {
            // What is no UTF-8 becomes the sign for it: a text column holds texts only.
            out.appendString(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Of several headers of a key the last counts. */
    private static void headers(SourceRecord record, ColumnBuilder out) {
        Map<String, String> map = new LinkedHashMap<>();
        for (SourceRecord.Header header : record.headers()) {
            map.put(header.key(), header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
        }
        Values.append(out, map);
    }
}
