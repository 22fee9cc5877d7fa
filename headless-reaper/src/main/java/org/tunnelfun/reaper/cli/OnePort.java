package org.tunnelfun.reaper.cli;

import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.judge.Escape;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A single port on the command line. */
final class OnePort implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        String wrong = Escape.quoted(text) + " is not a port (1-65535)";
        if (!text.matches("[0-9]+")) {
            throw new TypeConversionException(wrong);
        }
        try {
            return Ports.parse(text).stream().findFirst().orElseThrow();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(wrong);
        }
    }
}
