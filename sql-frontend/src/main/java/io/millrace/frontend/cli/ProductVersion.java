package io.millrace.frontend.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; the build writes the number into {@code millrace-version.properties}. */
final class ProductVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = ProductVersion.class.getResourceAsStream("/millrace-version.properties")) {
            properties.load(stream);
        }
        return new String[] {"Millrace " + properties.getProperty("version"), "Java " + Runtime.version()};
    }
}
