package io.millrace.cluster.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The value classes that a record may hold, one line each: name, class, to text, from text; collections apart. */
record ValueForm(String name, Class<?> type, Function<Object, String> toText, Function<String, Object> fromText) {
    private static final List<ValueForm> FORMS = List.of(
            new ValueForm("string", String.class, Object::toString, text -> text),
            new ValueForm("boolean", Boolean.class, Object::toString, Boolean::valueOf),
            new ValueForm("int", Integer.class, Object::toString, Integer::valueOf),
            new ValueForm("long", Long.class, Object::toString, Long::valueOf),
            new ValueForm("float", Float.class, Object::toString, Float::valueOf),
            new ValueForm("double", Double.class, Object::toString, Double::valueOf),
            new ValueForm("decimal", BigDecimal.class, Object::toString, BigDecimal::new),
            new ValueForm("bytes", byte[].class, v -> Base64.getEncoder().encodeToString((byte[]) v), v -> Base64.getDecoder()
                    .decode(v)),
            new ValueForm("uuid", UUID.class, Object::toString, UUID::fromString),
            new ValueForm("date", LocalDate.class, Object::toString, LocalDate::parse),
            new ValueForm("time", LocalTime.class, Object::toString, LocalTime::parse),
            new ValueForm("timestamp", LocalDateTime.class, Object::toString, LocalDateTime::parse),
            new ValueForm("instant", Instant.class, Object::toString, Instant::parse),
            new ValueForm("period", Period.class, Object::toString, Period::parse),
            new ValueForm("duration", Duration.class, Object::toString, Duration::parse),
            new ValueForm("list", List.class, null, null),
            new ValueForm("map", Map.class, null, null));

    static ValueForm of(Object value) {
        return FORMS.stream()
                .filter(form -> form.type.isInstance(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no form for a value of " + value.getClass()));
    }

    static ValueForm of(Class<?> declared) {
        Class<?> boxed = declared == int.class
                ? Integer.class
                : declared == long.class
                        ? Long.class
                        : declared == boolean.class ? Boolean.class : declared == double.class ? Double.class : declared;
        return FORMS.stream()
                .filter(form -> form.type == boxed)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no form for " + declared));
    }

    static ValueForm named(String name) {
        return FORMS.stream()
                .filter(form -> form.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no value class " + name));
    }

    void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case List<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    writeTagged(out, element);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartArray();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    writeTagged(out, entry.getKey());
                    writeTagged(out, entry.getValue());
                }
                out.writeEndArray();
            }
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            default -> out.writeString(toText.apply(value));
        }
    }

    private static void writeTagged(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        ValueForm form = of(value);
        out.writeStartObject();
        out.writeFieldName(form.name);
        form.write(out, value);
        out.writeEndObject();
    }

    /** The parser stands at the value. */
    Object read(JsonParser in) throws IOException {
        if (type == List.class) {
            return readAll(in);
        }
        if (type == Map.class) {
            List<Object> flat = readAll(in);
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                map.put(flat.get(i), flat.get(i + 1));
            }
            return map;
        }
        try {
            return fromText.apply(in.getText());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a " + name + ": " + in.getText(), e);
        }
    }

    private static List<Object> readAll(JsonParser in) throws IOException {
        List<Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.VALUE_NULL) {
                values.add(null);
                continue;
            }
            in.nextToken();
            ValueForm form = named(in.currentName());
            in.nextToken();
            values.add(form.read(in));
            in.nextToken();
        }
        return values;
    }
}
