package dev.torc.config;

import java.util.List;

/** A public record, as an application has it. */
public record PublicSettings(@Doc("Names.") @Default("[a, 6]") List<String> names) {}
