package org.tunnelfun.desktop.ssh;

import java.util.concurrent.CompletableFuture;

/** Work that may block, on a thread of its own. */
final class Background {
    private Background() {}

    /** Something that may fail. */
    interface Work {
        void run() throws Exception;
    }

    /** Something that may fail, with a result. */
    interface Question<T> {
        T ask() throws Exception;
    }

    static CompletableFuture<Void> run(Work work) {
        return ask(
                () -> {
                    work.run();
                    return null;
                });
    }

    static <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(question.ask());
                            } catch (Exception failed) {
                                result.completeExceptionally(failed);
                            }
                        },
                        "test");
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
