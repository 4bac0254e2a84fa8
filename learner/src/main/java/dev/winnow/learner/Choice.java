package dev.winnow.learner;

/** What decides how arguments are generalised: a template, or a budget for which one is found. */
public sealed interface Choice permits Template, RiskBudget {}
