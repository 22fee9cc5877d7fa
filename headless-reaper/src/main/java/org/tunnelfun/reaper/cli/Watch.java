package org.tunnelfun.reaper.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ConfigFile;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.config.Range;
import org.tunnelfun.reaper.config.ReaperConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what is watched and how; shared by {@code sweep} and {@code run}. */
final class Watch {
    @Option(
            names = "--ports",
            paramLabel = "PORTS",
            converter = PortsConverter.class,
            description = "Ports and ranges to watch, such as 2000-2099,2200.")
    private Ports ports;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; /etc/tunnelfun/reaper.json if it is there.")
    private Path file;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            converter = TimeoutConverter.class,
            description = "Seconds that a port may stay silent (default: 5).")
    private Integer timeout;

    @Option(
            names = "--strikes",
            paramLabel = "N",
            converter = StrikesConverter.class,
            description = "Silent probes in a row that make a session stale (default: 2).")
    private Integer strikes;

    @Option(names = "--dry-run", description = "Do everything but the signal.")
    private boolean dryRun;

    /** The file to read, if there is one. */
    Optional<Path> file() {
        if (file != null) {
            return Optional.of(file);
        }
        boolean standard = ports == null && Files.exists(ConfigFile.DEFAULT);
        return standard ? Optional.of(ConfigFile.DEFAULT) : Optional.empty();
    }

    /** Reads the file and puts the options over it. */
    Optional<ReaperConfig> config(Integer interval) throws ConfigException {
        ReaperConfig.Overrides options =
                new ReaperConfig.Overrides(
                        Optional.ofNullable(ports),
                        Optional.ofNullable(interval),
                        Optional.ofNullable(timeout),
                        Optional.ofNullable(strikes),
                        dryRun);
        Optional<Path> from = file();
        if (from.isPresent()) {
            return Optional.of(ConfigFile.load(from.get()).with(options));
        }
        return Optional.ofNullable(ports).map(p -> ReaperConfig.of(p).with(options));
    }

    /** For {@code --ports}. */
    static final class PortsConverter implements ITypeConverter<Ports> {
        @Override
        public Ports convert(String text) {
            try {
                return Ports.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private abstract static class Number implements ITypeConverter<Integer> {
        private final Range range;

        Number(Range range) {
            this.range = range;
        }

        @Override
        public Integer convert(String text) {
            if (!text.matches("-?[0-9]{1,9}")) {
                throw new TypeConversionException(
                        "\""
                                + org.tunnelfun.reaper.judge.Escape.text(text, 40)
                                + "\" is no whole number ("
                                + range.min()
                                + "-"
                                + range.max()
                                + " "
                                + range.unit()
                                + ")");
            }
            String wrong = range.wrong(Integer.parseInt(text));
            if (!wrong.isEmpty()) {
                throw new TypeConversionException(wrong);
            }
            return Integer.valueOf(text);
        }
    }

    /** For {@code --timeout}. */
    static final class TimeoutConverter extends Number {
        TimeoutConverter() {
            super(Range.TIMEOUT);
        }
    }

    /** For {@code --strikes}. */
    static final class StrikesConverter extends Number {
        StrikesConverter() {
            super(Range.STRIKES);
        }
    }

    /** For {@code --interval}. */
    static final class IntervalConverter extends Number {
        IntervalConverter() {
            super(Range.INTERVAL);
        }
    }
}
