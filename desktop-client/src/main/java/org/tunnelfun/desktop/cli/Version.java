package org.tunnelfun.desktop.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the jar's version and the Java that runs it. */
final class Version implements IVersionProvider {

    /** The jar's version, {@code development} where the classes do not come from it. */
    static String own() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "tunnelfun " + own() + " (Java " + System.getProperty("java.version") + ")"
        };
    }
}
