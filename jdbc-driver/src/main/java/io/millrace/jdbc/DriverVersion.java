package io.millrace.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The driver's own version, as the build wrote it. */
final class DriverVersion {
    static final String TEXT = read();
    static final int MAJOR = part(0);
    static final int MINOR = part(1);

    private DriverVersion() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = DriverVersion.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "0.0";
        }
        return properties.getProperty("version", "0.0");
    }

    private static int part(int index) {
        String[] parts = TEXT.split("[.-]");
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }
}
