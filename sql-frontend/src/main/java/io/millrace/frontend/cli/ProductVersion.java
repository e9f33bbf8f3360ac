package io.millrace.frontend.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; the build writes the number into {@code millrace-version.properties}. */
final class ProductVersion implements IVersionProvider {
    static String number() {
        Properties properties = new Properties();
        try (InputStream stream = ProductVersion.class.getResourceAsStream("/millrace-version.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Millrace " + number(), "Java " + Runtime.version()};
    }
}
