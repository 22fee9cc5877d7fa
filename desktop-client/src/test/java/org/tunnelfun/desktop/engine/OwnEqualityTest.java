package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.HostPort;

/** Records that compare themselves do so as any record would, in all that they have. */
class OwnEqualityTest {

    private static final Class<?>[] OWN = {
        HostPort.class,
        Forward.Remote.class,
        Forward.Target.class,
        Forward.class,
        ForwardStatus.class,
        TunnelStatus.class
    };

    static Class<?>[] own() {
        return OWN.clone();
    }

    @ParameterizedTest
    @MethodSource("own")
    void whatDiffersInOneComponentDiffers(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        Object[] values = Arrays.stream(types).map(t -> value(t, 1)).toArray();
        Object one = constructor.newInstance(values);
        Object same = constructor.newInstance(Arrays.stream(types).map(t -> value(t, 1)).toArray());
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        for (int i = 0; i < types.length; i++) {
            Object[] changed = values.clone();
            changed[i] = value(types[i], 2);
            assertNotEquals(one, constructor.newInstance(changed), components[i].getName());
        }
    }

    /** A component that is added later cannot be forgotten in a record that nobody thought of. */
    @Test
    void everyRecordThatComparesItselfIsTriedHere() throws Exception {
        Pattern own = Pattern.compile("boolean equals\\(Object");
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
                own.matcher(Files.readString(file))
                        .results()
                        .forEach(each -> files.add(file.getFileName().toString()));
            }
        }
        assertEquals(
                Arrays.stream(OWN).map(OwnEqualityTest::file).sorted().toList(),
                files.stream().sorted().toList());
    }

    private static String file(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return (outer == null ? type : outer).getSimpleName() + ".java";
    }

    private static Object value(Class<?> type, int which) {
        if (type == int.class) {
            return which;
        } else if (type == long.class) {
            return (long) which;
        } else if (type == String.class) {
            return "host" + which;
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(which);
        } else if (type == Optional.class) {
            return Optional.of("some" + which);
        } else if (type == List.class) {
            return List.of("some" + which);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[which - 1];
        } else if (type == Forward.Remote.class) {
            return new Forward.Remote("localhost", which);
        } else if (type == Forward.Target.class) {
            return new Forward.Target("localhost", which);
        } else if (type == Forward.class) {
            return new Forward(
                    new Forward.Remote("localhost", which),
                    new Forward.Target("localhost", which),
                    Forward.Expect.SSH);
        }
        throw new AssertionError("say here what a " + type + " is like");
    }
}
