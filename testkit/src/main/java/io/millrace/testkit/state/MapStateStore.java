package io.millrace.testkit.state;

import io.millrace.common.port.StateChanges;
import io.millrace.common.port.StateStore;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A store of state in a sorted map. */
public final class MapStateStore implements StateStore {
    private final Entries entries;

    public MapStateStore() {
        this.entries = new Entries(new TreeMap<>(Arrays::compareUnsigned));
    }

    /** Holds what the other holds now. */
    public MapStateStore(MapStateStore other) {
        this.entries = other.entries.copy();
    }

    private record Entries(TreeMap<byte[], byte[]> map) implements Snapshot {
        Entries copy() {
            TreeMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
            copy.putAll(map);
            return new Entries(copy);
        }

        @Override
        public List<byte[]> get(List<byte[]> keys) {
            return keys.stream().map(map::get).toList();
        }

        @Override
        public Cursor scan(byte[] from, byte[] to) {
            Iterator<Map.Entry<byte[], byte[]>> iterator = Arrays.compareUnsigned(from, to) >= 0
                    ? Map.<byte[], byte[]>of().entrySet().iterator()
                    : map.subMap(from, to).entrySet().iterator();
            return new Cursor() {
                private Map.Entry<byte[], byte[]> current;

                @Override
                public boolean next() {
                    current = iterator.hasNext() ? iterator.next() : null;
                    return current != null;
                }

                @Override
                public byte[] key() {
                    return current.getKey();
                }

                @Override
                public byte[] value() {
                    return current.getValue();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    public int size() {
        return entries.map.size();
    }

    @Override
    public List<byte[]> get(List<byte[]> keys) {
        return entries.get(keys);
    }

    @Override
    public Cursor scan(byte[] from, byte[] to) {
        return entries.scan(from, to);
    }

    @Override
    public void write(StateChanges changes) {
        changes.forEach(new StateChanges.Visitor() {
            @Override
            public void put(byte[] key, byte[] value) {
                entries.map.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                entries.map.remove(key);
            }

            @Override
            public void deleteRange(byte[] from, byte[] to) {
                if (Arrays.compareUnsigned(from, to) < 0) {
                    entries.map.subMap(from, to).clear();
                }
            }
        });
    }

    @Override
    public Snapshot snapshot() {
        return entries.copy();
    }

    @Override
    public long diskBytes() {
        return entries.map.entrySet().stream().mapToLong(e -> e.getKey().length + e.getValue().length).sum();
    }

    @Override
    public void close() {}
}
