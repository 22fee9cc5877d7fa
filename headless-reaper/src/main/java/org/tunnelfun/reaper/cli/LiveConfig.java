package org.tunnelfun.reaper.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ReaperConfig;

/** The config in force. A bad file leaves the old one in force and says so. */
final class LiveConfig implements Supplier<ReaperConfig> {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

    /** Reads the file and puts the command line's options over it. */
    interface Source {
        Optional<ReaperConfig> read() throws ConfigException;
    }

    private final Source source;
    private volatile ReaperConfig now;

    LiveConfig(Source source) throws ConfigException {
        this.source = source;
        this.now =
                source.read()
                        .orElseThrow(
                                () ->
                                        new ConfigException(
                                                "nothing to watch: neither --ports nor --config is"
                                                        + " given, and there is no"
                                                        + " /etc/tunnelfun/reaper.json"));
    }

    @Override
    public ReaperConfig get() {
        return now;
    }

    /** Reads again; whether something is new. */
    boolean reload() {
        try {
            ReaperConfig before = now;
            now = source.read().orElse(before);
            LOG.info("config reloaded, {} ports watched", now.ports().size());
            return !now.equals(before);
        } catch (ConfigException e) {
            LOG.error("config not reloaded, the old one stays in force: {}", e.getMessage());
            return false;
        }
    }
}
