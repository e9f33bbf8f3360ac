package io.millrace.storage.table.body;

import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Makes names of new files, and remembers those whose writer has not yet said where they belong: nobody may take them for left-overs. Thread-safe. */
public final class FileNames {
    public static final String DATA = "data";
    public static final String METADATA = "metadata";

    private final Disk disk;
    private final Path directory;
    private final RandomGenerator random;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    /** @param directory of the table */
    public FileNames(Disk disk, Path directory, RandomGenerator random) {
        this.disk = disk;
        this.directory = directory;
        this.random = random;
    }

    /** Of a data file, relative to the table's directory; in flight until {@link #settled}. */
    public String data(String suffix) {
        while (true) {
            String name = unused(DATA, suffix);
            if (inFlight.add(name)) {
                return name;
            }
        }
    }

    String metadata(String suffix) {
        return unused(METADATA, suffix);
    }

    /** A source of randomness that starts the same twice must not lead to a file that is there. */
    private String unused(String folder, String suffix) {
        while (true) {
            String name;
            synchronized (random) {
                name = folder + "/" + new UUID(random.nextLong(), random.nextLong()) + suffix;
            }
            try {
                if (!disk.exists(directory.resolve(name))) {
                    return name;
                }
            } catch (IOException e) {
                throw DiskErrors.translate("look for " + name, e);
            }
        }
    }

    public void settled(String name) {
        inFlight.remove(name);
    }

    public Set<String> inFlight() {
        return Set.copyOf(inFlight);
    }
}
