/**
 * Asks a running gateway over its admin listener: {@link dev.torc.cli.admin.AdminClient} sends what
 * {@link dev.torc.cli.admin.ChangeRequest} says, {@link dev.torc.cli.admin.ChangeWatch} waits for
 * its end. It knows nothing of the command line.
 */
@NullMarked
package dev.torc.cli.admin;

import org.jspecify.annotations.NullMarked;
