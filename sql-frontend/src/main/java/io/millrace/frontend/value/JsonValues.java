package io.millrace.frontend.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON. A number that a double holds to the last digit is a JSON number: integers up to 2^53, decimals of up to 15 digits, finite floating
 * point; a longer one is a string. BOOLEAN is true or false, NULL null; ARRAY an array, MAP an object with its keys as texts, ROW an object; JSON
 * itself. All else is the string of {@link ClientText}.
 */
public final class JsonValues {
    private static final long SAFE_INTEGER_MAX = (1L << 53) - 1;
    private static final int SAFE_DIGITS_MAX = 15;

    /** Reads and writes without limits but ours: statements and bodies are limited where they come in. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).maxNestingDepth(500).build())
            .build();

    private JsonValues() {}

    public static String of(Object value, SqlType type, ZoneId zone) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value, type, zone);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public static void write(JsonGenerator json, Object value, SqlType type, ZoneId zone) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type.kind()) {
            case NULL -> json.writeNull();
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER -> json.writeNumber((Integer) value);
            case BIGINT -> {
                long number = (Long) value;
                if (Math.abs(number) <= SAFE_INTEGER_MAX && number != Long.MIN_VALUE) {
                    json.writeNumber(number);
                } else {
                    json.writeString(Long.toString(number));
                }
            }
            case REAL, DOUBLE -> {
                double number = ((Number) value).doubleValue();
                String text = ClientText.of(value, type, zone);
                if (Double.isFinite(number)) {
                    json.writeNumber(text);
                } else {
                    json.writeString(text);
                }
            }
            case DECIMAL -> {
                BigDecimal number = (BigDecimal) value;
                if (number.precision() <= SAFE_DIGITS_MAX) {
                    json.writeNumber(number.toPlainString());
                } else {
                    json.writeString(number.toPlainString());
                }
            }
            case JSON -> {
                if (isJson((String) value)) {
                    json.writeRawValue((String) value);
                } else {
                    json.writeString((String) value);
                }
            }
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    write(json, element, type.element(), zone);
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName(ClientText.of(entry.getKey(), type.fields().get(0).type(), zone));
                    write(json, entry.getValue(), type.fields().get(1).type(), zone);
                }
                json.writeEndObject();
            }
            case ROW -> {
                json.writeStartObject();
                List<?> values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                    Field field = type.fields().get(i);
                    json.writeFieldName(field.name());
                    write(json, values.get(i), field.type(), zone);
                }
                json.writeEndObject();
            }
            case CHAR, VARCHAR, BINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME ->
                    json.writeString(ClientText.of(value, type, zone));
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
