//! What a report says.

use lazaret_campaign::{FRONT_MAX, Fate, Member, Objective, format_money};
use lazaret_trial::{Goal, format_bytes, format_count};
use similar::TextDiff;

use crate::ReportError;
use crate::checks::Replays;
use crate::document::{
    Block, Document, Line, Section, Span, code, format_score, number, score, text,
};
use crate::figures;
use crate::material::{Found, Material};

/// The most lines of one difference between two programs.
const DIFF_LINES_MAX: usize = 60;

/// The most lines of a program.
const PROGRAM_LINES_MAX: usize = 200;

/// The whole report.
pub fn document(material: &Material) -> Result<Document, ReportError> {
    let empty = || ReportError::Empty(material.history.name.clone());
    let first = material.improvements.first().ok_or_else(empty)?;
    let best = material.improvements.last().ok_or_else(empty)?;
    Ok(Document {
        title: format!("Campaign {} on {}", material.history.name, material.history.settings.task),
        summary: summary(material, first, best),
        sections: [
            question(material),
            method(material),
            scores(material),
            archive(material),
            front(material),
            lineage(material),
            failures(material),
            budget(material),
            governance(material),
            limits(material),
        ]
        .into_iter()
        .filter(|section| !section.blocks.is_empty())
        .collect(),
    })
}

fn best_held_out(material: &Material) -> Option<(f64, &Found)> {
    let improvements = material.improvements.iter().rev();
    improvements.filter_map(|it| Some((it.trial.held_out.as_ref()?.score?, it))).next()
}

fn summary(material: &Material, first: &Found, best: &Found) -> Vec<Line> {
    let settings = &material.history.settings;
    let state = &material.history.state;
    let metric = &settings.metric;
    let value = |it: &Found| score(it.trial.score.unwrap_or_default(), it.verdict);
    let mut lines = vec![vec![
        text(format!("{} (", metric.name)),
        text(if metric.goal == Goal::Minimize { "less" } else { "more" }),
        text(format!(" is better{}) went from ", unit(&metric.unit))),
        value(first),
        text(" to "),
        value(best),
        text(" on the cases that were searched by, in "),
        number(state.trials, material.last),
        text(" trials."),
    ]];
    lines.push(match best_held_out(material) {
        Some((held_out, it)) => vec![
            text("The last improvement that was judged on held-out cases has "),
            score(held_out, it.round),
            text(" there. No proposer was told anything of those."),
        ],
        None => vec![text("The task has no held-out cases, so nothing is known of cases that were not searched by.")],
    });
    lines
}

fn unit(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(", in {unit}") }
}

fn question(material: &Material) -> Section {
    let (entry, commitment) = &material.search;
    let settings = &material.history.settings;
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for part in &commitment.identity.parts {
        rows.push(vec![vec![text(part.name.clone())], vec![code(part.value.clone())]]);
    }
    let cases =
        vec![text("The search split has "), number(commitment.case_count, *entry), text(" cases")];
    let held_out = match &material.held_out {
        Some((entry, held_out)) => vec![
            text(", the held-out split "),
            number(held_out.case_count, *entry),
            text(". Both were committed to before the first program ran."),
        ],
        None => vec![text(". They were committed to before the first program ran.")],
    };
    Section {
        title: "Question and setting",
        blocks: vec![
            Block::Text(vec![
                text("Which program has the best "),
                code(settings.metric.name.clone()),
                text(" on the task "),
                code(settings.task.clone()),
                text("? The following decides every score, and is the same for all of them:"),
            ]),
            Block::Table { header: vec!["what", "value"], rows },
            Block::Text(cases.into_iter().chain(held_out).collect()),
        ],
    }
}

fn method(material: &Material) -> Section {
    let settings = &material.history.settings;
    let begin = material.history.sequence;
    let stages = if settings.rungs.is_empty() {
        vec![text("Every program was judged on all cases.")]
    } else {
        let mut line = vec![text("A program was judged on ")];
        for (index, rung) in settings.rungs.iter().enumerate() {
            line.push(text(if index == 0 { "the first " } else { ", then the first " }));
            line.push(number(rung, begin));
        }
        line.push(text(" cases; only if it was among the better "));
        line.push(number(settings.promote, begin));
        line.push(text(" of a hundred of the last there, it was judged on all."));
        line
    };
    Section {
        title: "Method",
        blocks: vec![
            Block::Text(vec![
                text("Programs were proposed by "),
                code(settings.proposer.kind.clone()),
                text(" ("),
                code(settings.proposer.detail.clone()),
                text("), with the seed "),
                number(settings.seed, begin),
                text(", in rounds of "),
                number(settings.round, begin),
                text(", for "),
                number(settings.islands, begin),
                text(" populations; the best of each went to the next one every "),
                number(settings.migration, begin),
                text(format!(
                    " rounds. A population keeps the best program of each {}.",
                    kinds(material)
                )),
            ]),
            Block::Text(stages),
            Block::Text(vec![
                text("The digest of all trials is "),
                code(material.history.state.digest.to_string()),
                text(
                    "; the same campaign gives the same anywhere, if its proposer gives the same answers.",
                ),
            ]),
        ],
    }
}

fn scores(material: &Material) -> Section {
    let metric = &material.history.settings.metric;
    let row = |it: &Found| {
        let held_out = it.trial.held_out.as_ref().and_then(|held_out| held_out.score);
        vec![
            vec![number(it.trial.number, it.round)],
            vec![score(it.trial.score.unwrap_or_default(), it.verdict)],
            held_out.map_or_else(Vec::new, |held_out| vec![score(held_out, it.round)]),
            vec![text(it.trial.note.clone())],
        ]
    };
    let mut blocks = vec![
        Block::Figure {
            svg: figures::curve(material),
            caption: format!(
                "{} over the trials: each scored program, the best so far, and what improvements are worth on held-out cases.",
                metric.name
            ),
        },
        Block::Table {
            header: vec!["trial", "search", "held-out", "what was done"],
            rows: material.improvements.iter().map(row).collect(),
        },
    ];
    blocks.push(Block::Text(gap(material)));
    Section { title: "Scores", blocks }
}

/// Whether what was gained where it was searched was gained elsewhere, too.
fn gap(material: &Material) -> Line {
    let pairs = material
        .improvements
        .iter()
        .filter_map(|it| Some((it.trial.score?, it.trial.held_out.as_ref()?.score?, it)));
    let pairs: Vec<(f64, f64, &Found)> = pairs.collect();
    let (Some((search, held, from)), Some((search_last, held_last, to))) =
        (pairs.first(), pairs.last())
    else {
        return vec![text("Nothing can be said of the gap between the two splits.")];
    };
    let falling = material.history.state.archive.falling();
    let mut line = vec![
        text("From trial "),
        number(from.trial.number, from.round),
        text(" to trial "),
        number(to.trial.number, to.round),
        text(" the search score moved by "),
        score(search_last - search, to.verdict),
        text(" and the held-out score by "),
        score(held_last - held, to.round),
        text("."),
    ];
    if 0 < falling {
        line.push(text(" The last "));
        line.push(number(falling, material.last));
        line.push(text(" improvements made the held-out score worse: what they gained may be a fit to the search cases."));
    }
    line
}

fn archive(material: &Material) -> Section {
    let archive = &material.history.state.archive;
    let mut rows = Vec::new();
    for island in 0..archive.islands() {
        let ranked = archive.ranked(island);
        let Some(best) = ranked.first() else { continue };
        rows.push(vec![
            vec![text(island.to_string())],
            vec![number(ranked.len(), material.last)],
            vec![score(best.score, material.last)],
            vec![number(best.trial, material.last)],
            vec![number(best.bytes, material.last)],
            vec![number(format_count(best.fuel), material.last)],
        ]);
    }
    Section {
        title: "Archive",
        blocks: vec![
            Block::Figure {
                svg: figures::map(material),
                caption: format!(
                    "The best program of each {}, over all populations; the darker, the better.",
                    kinds(material)
                ),
            },
            Block::Table {
                header: vec!["population", "kinds", "best", "trial", "bytes", "fuel"],
                rows,
            },
        ],
    }
}

/// What tells kinds apart, in words.
fn kinds(material: &Material) -> String {
    let features = &material.history.settings.features;
    features.iter().map(|it| it.of.name()).collect::<Vec<_>>().join(" and ")
}

/// Programs of which none is better than another in everything; nothing without objectives.
fn front(material: &Material) -> Section {
    let front = material.history.state.archive.front();
    let mut blocks = Vec::new();
    let [first, second, ..] = front.objectives() else {
        return Section { title: "Front", blocks };
    };
    let words = |it: &Objective| {
        let more = if it.goal == Goal::Minimize { "less" } else { "more" };
        format!("{more} {}", it.of.name())
    };
    let wanted: Vec<String> = front.objectives().iter().map(words).collect();
    blocks.push(Block::Text(vec![
        text(format!("Wanted are {}. Of ", wanted.join(" and "))),
        number(front.members().len(), material.last),
        text(format!(
            " programs none is better than another in all of it; at most {FRONT_MAX} are kept."
        )),
    ]));
    blocks.push(Block::Figure {
        svg: figures::front(material),
        caption: format!("The front: {} and {}.", first.of.name(), second.of.name()),
    });
    let mut members: Vec<&Member> = front.members().iter().collect();
    members.sort_by(|one, other| {
        let first = |it: &Member| it.values.first().copied().unwrap_or_default();
        first(one).total_cmp(&first(other)).then(one.elite.trial.cmp(&other.elite.trial))
    });
    let row = |it: &&Member| -> Vec<Line> {
        let values = front.objectives().iter().zip(&it.values);
        let values = values.map(|(objective, value)| {
            vec![number(figures::amount(&objective.of, *value), material.last)]
        });
        std::iter::once(vec![number(it.elite.trial, material.last)])
            .chain(values.take(2))
            .chain([vec![score(it.elite.score, material.last)]])
            .collect()
    };
    blocks.push(Block::Table {
        header: vec!["trial", "first", "second", "score"],
        rows: members.iter().map(row).collect(),
    });
    Section { title: "Front", blocks }
}

fn lineage(material: &Material) -> Section {
    let mut blocks = vec![Block::Text(vec![
        text("The best program has "),
        number(material.ancestors.saturating_sub(1), material.last),
        text(" ancestors. What changed from one to the next, for the first and the last of them:"),
    ])];
    let pairs = material.line.windows(2).zip(material.texts.windows(2));
    for (found, texts) in pairs {
        let ([old, new], [before, after]) = (found, texts) else { continue };
        blocks.push(Block::Text(vec![
            text("Trial "),
            number(old.trial.number, old.round),
            text(" ("),
            score(old.trial.score.unwrap_or_default(), old.verdict),
            text(") to trial "),
            number(new.trial.number, new.round),
            text(" ("),
            score(new.trial.score.unwrap_or_default(), new.verdict),
            text(format!("): {}", new.trial.note)),
        ]));
        let diff = TextDiff::from_lines(before, after).unified_diff().context_radius(1).to_string();
        blocks.push(Block::Listing(cut(&diff, DIFF_LINES_MAX)));
    }
    if let Some(program) = material.texts.last() {
        blocks.push(Block::Text(vec![text("The best program:")]));
        blocks.push(Block::Listing(cut(program, PROGRAM_LINES_MAX)));
    }
    Section { title: "Lineage of the best", blocks }
}

fn cut(listing: &str, lines_max: usize) -> String {
    let mut lines: Vec<&str> = listing.lines().collect();
    if lines_max < lines.len() {
        lines.truncate(lines_max);
        lines.push("(and so on)");
    }
    lines.join("\n")
}

fn failures(material: &Material) -> Section {
    let state = &material.history.state;
    let word = |fate: Fate| match fate {
        Fate::Malformed => "the proposer's answer was no program",
        Fate::Duplicate => "the program was tried before",
        Fate::Failed => "it has no score",
        Fate::Stopped => "it was not among the better ones of a cheap stage",
        Fate::Discarded => "it has a score and was not better than what there was of its kind",
        Fate::Kept => "the best of its kind in its population",
        Fate::Best => "better than all before it",
    };
    let fates = state
        .fates
        .iter()
        .map(|(fate, count)| vec![vec![text(word(*fate))], vec![number(count, material.last)]]);
    let codes = state.codes.iter().map(|(code, count)| {
        vec![vec![self::code(code.as_str())], vec![number(count, material.last)]]
    });
    Section {
        title: "What became of the trials",
        blocks: vec![
            Block::Figure {
                svg: figures::fates(material),
                caption: "Trials by what became of them.".to_owned(),
            },
            Block::Table { header: vec!["what became of it", "trials"], rows: fates.collect() },
            Block::Text(vec![text(
                "Verdicts, by the code of the last one of each program that was judged:",
            )]),
            Block::Table { header: vec!["code", "programs"], rows: codes.collect() },
        ],
    }
}

fn budget(material: &Material) -> Section {
    let state = &material.history.state;
    let last = material.last;
    let row = |what: &str, value: Span| vec![vec![text(what)], vec![value]];
    let mut rows = vec![
        row("trials", number(state.trials, last)),
        row("rounds", number(state.rounds, last)),
        row("fuel of candidates", number(format_count(state.fuel), last)),
        row("fuel of the proposer", number(format_count(state.spent.fuel), last)),
        row("most fuel of a scored program", number(format_count(material.most.0), last)),
        row("most memory of a scored program", number(format_bytes(material.most.1), last)),
        row("programs judged on held-out cases", number(material.held_out_count, last)),
    ];
    if state.spent.requests + state.spent.tokens_in + state.spent.tokens_out != 0 {
        rows.push(row("requests to models", number(state.spent.requests, last)));
        rows.push(row("tokens given to models", number(state.spent.tokens_in, last)));
        rows.push(row("tokens taken from models", number(state.spent.tokens_out, last)));
        if state.spent.cost != 0 {
            rows.push(row("cost of models", number(format_money(state.spent.cost), last)));
        }
    }
    Section { title: "Budget", blocks: vec![Block::Table { header: vec!["what", "used"], rows }] }
}

/// By the functions of NIST's AI Risk Management Framework (AI RMF 1.0), as far as there are records.
fn governance(material: &Material) -> Section {
    let settings = &material.history.settings;
    let state = &material.history.state;
    let (search, commitment) = &material.search;
    let part = |name: &str| {
        let found = commitment.identity.parts.iter().find(|part| part.name == name);
        found.map_or_else(String::new, |part| part.value.clone())
    };
    let last = material.last;
    let failed = state.fates.get(&Fate::Failed).copied().unwrap_or(0);
    let row = |function: &str, line: Line| vec![vec![text(function)], line];
    let held_out = match &material.held_out {
        Some((entry, held_out)) => vec![
            number(held_out.case_count, *entry),
            text(" held-out cases, of which proposers hear nothing"),
        ],
        None => vec![text("no held-out cases")],
    };
    let mut splits = vec![number(commitment.case_count, *search), text(" search cases, ")];
    splits.extend(held_out);
    let rows = vec![
        row("Govern: limits of a candidate in a case", vec![code(part("candidate-budget"))]),
        row("Govern: what is admitted", vec![code(part("admission"))]),
        row(
            "Govern: who proposed",
            vec![
                code(settings.proposer.kind.clone()),
                text(" "),
                code(settings.proposer.detail.clone()),
            ],
        ),
        row(
            "Map: task and evaluator",
            vec![code(settings.task.clone()), text(" "), code(part("evaluator"))],
        ),
        row("Map: cases", splits),
        row(
            "Measure: integrity",
            vec![
                text("each verdict rests on a commitment made before it (entries "),
                number(search, *search),
                text(" and later); rounds are chained up to entry "),
                number(last, last),
            ],
        ),
        row(
            "Measure: gap",
            vec![
                text("improvements in a row, up to the last, that made the held-out score worse: "),
                number(state.archive.falling(), last),
            ],
        ),
        row("Measure: attacks on the evaluator", attacks(material)),
        row("Measure: verdicts made again", replays(material)),
        row("Measure: canaries", canaries(material)),
        row(
            "Manage: programs that met a limit or failed",
            vec![
                number(failed, last),
                text(" of "),
                number(state.trials, last),
                text(", none of which has a score"),
            ],
        ),
        row(
            "Manage: alarm",
            vec![
                text("after "),
                number(settings.gap, material.history.sequence),
                text(if settings.gap_stops {
                    " such improvements the campaign ends"
                } else {
                    " such improvements there is a warning"
                }),
            ],
        ),
    ];
    Section {
        title: "Governance",
        blocks: vec![Block::Table { header: vec!["function", "record"], rows }],
    }
}

fn attacks(material: &Material) -> Line {
    let attacks = &material.checks.attacks;
    let Some((entry, last)) = attacks.last() else {
        return vec![
            text("none is recorded; "),
            code("lazaret attack --record"),
            text(" makes one"),
        ];
    };
    vec![
        text("of "),
        number(last.tried, *entry),
        text(" generic cheaters "),
        number(last.found, *entry),
        text(" scored above an honest program"),
    ]
}

fn replays(material: &Material) -> Line {
    let replays = &material.checks.replays;
    let Some(last) = replays.last() else {
        return vec![
            text("none is recorded; "),
            code("lazaret replay --record --sample 10%"),
            text(" makes some"),
        ];
    };
    let sum = |of: fn(&Replays) -> u64| replays.iter().map(of).sum::<u64>();
    vec![
        text("of "),
        number(sum(|it| it.tried), last.entry),
        text(" verdicts of this campaign that were made again, "),
        number(sum(|it| it.found), last.entry),
        text(" came out otherwise"),
    ]
}

fn canaries(material: &Material) -> Line {
    let Some(canaries) = &material.history.settings.canaries else {
        return vec![text("none rode along")];
    };
    let (begin, runs) = (material.history.sequence, &material.checks.canaries);
    let last = runs.last().map_or(begin, |(entry, _)| *entry);
    let alarms = runs.iter().filter(|(_, it)| it.found != 0).count();
    vec![
        number(canaries.programs.len(), begin),
        text(" programs of known worth were judged "),
        number(runs.len(), last),
        text(" times and raised "),
        number(alarms, last),
        text(" alarms"),
    ]
}

fn limits(material: &Material) -> Section {
    let mut blocks = vec![
        Block::Text(vec![text(
            "One campaign with one seed says nothing about how others would end; the spread over seeds is not in here.",
        )]),
        Block::Text(vec![text(
            "Scores hold for the cases above. A program that was chosen among many by its score on some cases is likely to be worse on others, which is what the held-out scores are for.",
        )]),
        Block::Text(vec![text(
            "Held-out scores were made of improvements only, and improvements were many: the best of them is chosen, too.",
        )]),
    ];
    if material.held_out.is_none() {
        blocks.push(Block::Text(vec![text("There are no held-out cases.")]));
    }
    let best = material.history.state.archive.best().map(|it| format_score(it.score));
    if let Some(best) = best {
        blocks.push(Block::Text(vec![text(format!(
            "That {best} is the best that was found does not say that there is none better."
        ))]));
    }
    Section { title: "Limits of this study", blocks }
}
