package io.millrace.cluster.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How one record class is taken apart and put together; made once a class. */
final class RecordForm {
    private static final Map<Class<?>, RecordForm> FORMS = new ConcurrentHashMap<>();
    private static final Map<Class<?>, Map<String, Class<?>>> PERMITTED = new ConcurrentHashMap<>();

    private final Constructor<?> constructor;
    private final List<Component> components;
    private final Map<String, Integer> indexes = new HashMap<>();

    /** One component of a record. */
    record Component(String name, Type type, Method accessor) {
        Object read(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private RecordForm(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        components = Arrays.stream(parts)
                .map(part -> {
                    part.getAccessor().setAccessible(true);
                    return new Component(part.getName(), part.getGenericType(), part.getAccessor());
                })
                .toList();
        for (int i = 0; i < parts.length; i++) {
            indexes.put(parts[i].getName(), i);
        }
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    static RecordForm of(Class<?> type) {
        return FORMS.computeIfAbsent(type, RecordForm::new);
    }

    List<Component> components() {
        return components;
    }

    int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    /** What absent components read as. */
    Object[] defaults() {
        Object[] parts = new Object[components.size()];
        for (int i = 0; i < parts.length; i++) {
            Class<?> raw = RecordCodec.raw(components.get(i).type());
            if (raw == Optional.class) {
                parts[i] = Optional.empty();
            } else if (raw == List.class) {
                parts[i] = List.of();
            } else if (raw == Map.class) {
                parts[i] = Map.of();
            } else if (raw == boolean.class) {
                parts[i] = false;
            } else if (raw == int.class) {
                parts[i] = 0;
            } else if (raw == long.class) {
                parts[i] = 0L;
            } else if (raw == double.class) {
                parts[i] = 0.0;
            }
        }
        return parts;
    }

    Object create(Object[] parts) {
        try {
            return constructor.newInstance(parts);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("invalid " + constructor.getDeclaringClass().getSimpleName() + ": " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The name of a record beside its value: its simple name, prefixed by the enclosing ones. */
    static String tag(Class<?> type) {
        return type.getEnclosingClass() == null ? type.getSimpleName() : tag(type.getEnclosingClass()) + "." + type.getSimpleName();
    }

    /** The record of that tag below a sealed interface. */
    static Class<?> permitted(Class<?> sealed, String tag) {
        Class<?> found = PERMITTED.computeIfAbsent(sealed, RecordForm::records).get(tag);
        if (found == null) {
            throw new IllegalArgumentException(tag + " is not a " + sealed.getSimpleName());
        }
        return found;
    }

    private static Map<String, Class<?>> records(Class<?> sealed) {
        Map<String, Class<?>> found = new HashMap<>();
        Class<?>[] below = sealed.getPermittedSubclasses();
        if (below == null) {
            throw new IllegalArgumentException(sealed + " is not sealed");
        }
        for (Class<?> each : below) {
            if (each.isRecord()) {
                found.put(tag(each), each);
            } else {
                found.putAll(records(each));
            }
        }
        return found;
    }
}
