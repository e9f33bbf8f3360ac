package io.millrace.exec.step;

import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** A checkpoint in memory. */
final class MemoryState implements StateOutput {
    private final Map<String, ByteArrayOutputStream> sections = new HashMap<>();

    @Override
    public OutputStream section(String name) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        if (sections.putIfAbsent(name, stream) != null) {
            throw new AssertionError("section " + name + " written twice");
        }
        return stream;
    }

    /** As a reader sees it. */
    StateInput input() {
        return name -> sections.containsKey(name) ? stream(name) : null;
    }

    private InputStream stream(String name) {
        return new ByteArrayInputStream(sections.get(name).toByteArray());
    }

    /** Cuts a section short, as a torn write would. */
    void truncate(String name, int bytes) {
        byte[] all = sections.get(name).toByteArray();
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(all, 0, Math.min(bytes, all.length));
        sections.put(name, cut);
    }

    @Override
    public String toString() {
        return sections.keySet().toString();
    }
}
