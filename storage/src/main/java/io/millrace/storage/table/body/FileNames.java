package io.millrace.storage.table.body;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Makes names of new files, and remembers those whose writer has not yet said where they belong: nobody may take them for left-overs. Thread-safe. */
public final class FileNames {
    public static final String DATA = "data";
    public static final String METADATA = "metadata";

    private final RandomGenerator random;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    public FileNames(RandomGenerator random) {
        this.random = random;
    }

    String unique() {
        synchronized (random) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
    }

    /** Relative to the table's directory; in flight until {@link #settled}. */
    public String data(String suffix) {
        String name = DATA + "/" + unique() + suffix;
        inFlight.add(name);
        return name;
    }

    public void settled(String name) {
        inFlight.remove(name);
    }

    public Set<String> inFlight() {
        return Set.copyOf(inFlight);
    }
}
