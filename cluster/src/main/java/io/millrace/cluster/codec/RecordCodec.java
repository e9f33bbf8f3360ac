package io.millrace.cluster.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Immutable records as JSON and back: catalog entries in the metadata log, plan fragments on their way to workers. Written by component name, so
 * that a record may gain components (absent ones read as null, empty or zero) and a log written by an older version still replays.
 *
 * <p>Records, enums, lists, maps, optionals, strings, primitives and the value classes of {@link io.millrace.common.batch.Values} are written. Where the declared type is
 * an interface or Object, the class is named beside the value; on reading only classes of the declared sealed hierarchy, or the fixed set of
 * value classes, are accepted: bytes from a stranger cannot name any other class.
 */
public final class RecordCodec {
    /** Deepest nesting of a record, generous for plans: a projection tower of the deepest accepted statement. */
    private static final int NESTING_MAX = 20_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(64 << 20)
                    .build())
            .build();

    private RecordCodec() {}

    /** @throws IllegalArgumentException for a value of a class that has no form here */
    public static byte[] encode(Object value, Class<?> declared) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out, value, declared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes are not what {@link #encode} wrote for that declared type */
    public static <T> T decode(byte[] bytes, Class<T> declared) {
        try (JsonParser in = JSON.createParser(bytes)) {
            in.nextToken();
            return declared.cast(read(in, declared));
        } catch (IOException e) {
            throw new IllegalArgumentException("not an encoded " + declared.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static void write(JsonGenerator out, Object value, Type declared) throws IOException {
        Class<?> raw = raw(declared);
        if (raw == Optional.class) {
            write(out, ((Optional<?>) value).orElse(null), argument(declared, 0));
            return;
        }
        if (value == null) {
            out.writeNull();
            return;
        }
        if (raw == List.class) {
            out.writeStartArray();
            for (Object element : (List<?>) value) {
                write(out, element, argument(declared, 0));
            }
            out.writeEndArray();
        } else if (raw == Map.class) {
            out.writeStartArray();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                write(out, entry.getKey(), argument(declared, 0));
                write(out, entry.getValue(), argument(declared, 1));
            }
            out.writeEndArray();
        } else if (raw.isRecord()) {
            writeRecord(out, value, null);
        } else if (raw.isEnum()) {
            out.writeString(((Enum<?>) value).name());
        } else if (raw == Object.class) {
            ValueForm form = ValueForm.of(value);
            out.writeStartObject();
            out.writeFieldName(form.name());
            form.write(out, value);
            out.writeEndObject();
        } else if (raw.isInterface() && value instanceof Record) {
            writeRecord(out, value, RecordForm.tag(value.getClass()));
        } else {
            ValueForm.of(value).write(out, value);
        }
    }

    private static void writeRecord(JsonGenerator out, Object value, String tag) throws IOException {
        out.writeStartObject();
        if (tag != null) {
            out.writeStringField("@", tag);
        }
        for (RecordForm.Component component : RecordForm.of(value.getClass()).components()) {
            Object part = component.read(value);
            if (part != null) {
                out.writeFieldName(component.name());
                write(out, part, component.type());
            }
        }
        out.writeEndObject();
    }

    private static Object read(JsonParser in, Type declared) throws IOException {
        Class<?> raw = raw(declared);
        if (raw == Optional.class) {
            return Optional.ofNullable(read(in, argument(declared, 0)));
        }
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (raw == List.class) {
            List<Object> list = new ArrayList<>();
            expect(in, JsonToken.START_ARRAY, raw);
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(read(in, argument(declared, 0)));
            }
            return list;
        }
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            expect(in, JsonToken.START_ARRAY, raw);
            while (in.nextToken() != JsonToken.END_ARRAY) {
                Object key = read(in, argument(declared, 0));
                in.nextToken();
                map.put(key, read(in, argument(declared, 1)));
            }
            return map;
        }
        if (raw.isRecord()) {
            expect(in, JsonToken.START_OBJECT, raw);
            in.nextToken();
            return readRecord(in, raw);
        }
        if (raw.isEnum()) {
            return enumConstant(raw, in.getText());
        }
        if (raw == Object.class) {
            expect(in, JsonToken.START_OBJECT, raw);
            in.nextToken();
            ValueForm form = ValueForm.named(in.currentName());
            in.nextToken();
            Object value = form.read(in);
            in.nextToken();
            expect(in, JsonToken.END_OBJECT, raw);
            return value;
        }
        if (raw.isInterface()) {
            expect(in, JsonToken.START_OBJECT, raw);
            if (in.nextToken() != JsonToken.FIELD_NAME || !"@".equals(in.currentName())) {
                throw new IllegalArgumentException("expected the class of a " + raw.getSimpleName());
            }
            in.nextToken();
            Class<?> concrete = RecordForm.permitted(raw, in.getText());
            in.nextToken();
            return readRecord(in, concrete);
        }
        return ValueForm.of(raw).read(in);
    }

    /** The parser stands at the first field name or at the end of the object. */
    private static Object readRecord(JsonParser in, Class<?> type) throws IOException {
        RecordForm form = RecordForm.of(type);
        Object[] parts = form.defaults();
        while (in.currentToken() != JsonToken.END_OBJECT) {
            int index = form.indexOf(in.currentName());
            in.nextToken();
            if (index < 0) {
                in.skipChildren();
            } else {
                Object part = read(in, form.components().get(index).type());
                if (part != null) {
                    parts[index] = part;
                }
            }
            in.nextToken();
        }
        return form.create(parts);
    }

    private static void expect(JsonParser in, JsonToken token, Class<?> of) {
        if (in.currentToken() != token) {
            throw new IllegalArgumentException("expected " + token + " of a " + of.getSimpleName() + ", found " + in.currentToken());
        }
    }

    private static Object enumConstant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " named " + name);
    }

    static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw new IllegalArgumentException("no form for " + type);
        };
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }
}
