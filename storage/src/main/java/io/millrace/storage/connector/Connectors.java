package io.millrace.storage.connector;

import io.millrace.common.connector.Connector;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors there are: those on the class path, and those of the directories {@code lib/connectors/*}, each with the libraries beside it and behind a
 * class loader of its own, opened when the first connector is asked for. System property {@code millrace.connectors} names more such directories, separated
 * by colons. Thread-safe.
 */
public final class Connectors {
    /** Directories of connectors, each with the jars of one. */
    public static final String DIRECTORIES = "millrace.connectors";

    private static final Logger LOG = LoggerFactory.getLogger(Connectors.class);
    private static final Map<String, Connector> FOUND = new TreeMap<>();
    private static boolean looked;

    private Connectors() {}

    /** @throws MillraceException FEATURE_NOT_SUPPORTED if there is no such connector */
    public static Connector require(String name) {
        synchronized (FOUND) {
            if (!looked) {
                look();
                looked = true;
            }
            Connector found = FOUND.get(name);
            if (found == null) {
                TreeSet<String> names = new TreeSet<>(FOUND.keySet());
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        "connector '" + name + "' is not there"
                                + (names.isEmpty() ? "" : ", besides our own there is " + String.join(", ", names)))
                        .withHint("a connector is a directory of jars under lib/connectors");
            }
            return found;
        }
    }

    private static void look() {
        add(ServiceLoader.load(Connector.class, Connectors.class.getClassLoader()));
        for (Path directory : directories()) {
            try {
                URL[] jars = jars(directory);
                if (jars.length > 0) {
                    // Open for as long as the process runs.
                    add(ServiceLoader.load(Connector.class, new URLClassLoader("connector " + directory.getFileName(), jars,
                            Connectors.class.getClassLoader())));
                }
            } catch (IOException e) {
                LOG.error("connectors in {} cannot be read", directory, e);
            }
        }
    }

    private static void add(ServiceLoader<Connector> loader) {
        for (Connector connector : loader) {
            FOUND.putIfAbsent(connector.name(), connector);
        }
    }

    private static List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        for (String directory : System.getProperty(DIRECTORIES, "").split(":")) {
            if (!directory.isBlank()) {
                directories.add(Path.of(directory));
            }
        }
        try {
            Path lib = Path.of(Connectors.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolveSibling("connectors");
            if (Files.isDirectory(lib)) {
                try (DirectoryStream<Path> each = Files.newDirectoryStream(lib, Files::isDirectory)) {
                    each.forEach(directories::add);
                }
            }
        } catch (URISyntaxException | IOException e) {
            LOG.error("the directory of connectors cannot be read", e);
        }
        return directories;
    }

    private static URL[] jars(Path directory) throws IOException {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(directory, "*.jar")) {
                for (Path jar : each) {
                    jars.add(url(jar));
                }
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
