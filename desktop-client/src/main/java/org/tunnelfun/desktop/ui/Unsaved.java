package org.tunnelfun.desktop.ui;

/** A form that may hold what was not saved yet. */
interface Unsaved {

    /** Whether closing would lose something. */
    boolean isUnsaved();

    /**
     * Saves.
     *
     * @return whether it was saved; otherwise the form says why not
     */
    boolean save();

    /** The form is gone. */
    void closed();
}
