#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "anyts==0.4.3",
#     "association-measures==0.3.2",
#     "datatrove==0.10.1",
#     "lexical-diversity==0.1.1",
#     "lexicalrichness==0.5.1",
#     "mpmath==1.4.1",
#     "nltk==3.10.4",
#     "numpy==2.4.6",
#     "pandas==2.3.3",
#     "scipy==1.17.1",
#     "setuptools==65.5.0",
#     "spacy==3.8.18",
#     "statsmodels==0.15.0",
#     "taaled==0.32",
#     "textstat==0.7.13",
#     "tldextract==5.4.0",
#     "tokenizers==0.23.3",
# ]
# ///
"""Reference values for the formulas of src/measure, computed by published packages.

When: after adding a measure or a case. The tables are checked in; the tests need neither Python nor the packages.
How:  uv run scripts/reference-values.py, or with the packages above installed: python3 scripts/reference-values.py

Writes src/measure/golden/*.tsv and src/stats/golden/repetition.tsv. Each row holds a case, the name of a measure, its value, and the package that
computed it; "definition" means that no package has the measure and its formula is written out here. Where two
packages have a measure, this script fails if they disagree.
"""

import importlib
import json
import math
import random
import types
import warnings
from collections import Counter
from fractions import Fraction
from pathlib import Path

warnings.filterwarnings("ignore")

import mpmath
import numpy as np
import pandas as pd
import scipy.optimize
import scipy.special
import scipy.stats
from association_measures import measures as am
from datatrove.data import Document
from datatrove.pipeline import stats as datatrove
from datatrove.pipeline.filters.c4_filters import END_PUNCTUATION
from datatrove.pipeline.filters.gopher_quality_filter import STOP_WORDS
from datatrove.pipeline.filters import gopher_repetition_filter as gopher
from datatrove.utils.text import PUNCTUATION
from datatrove.utils.word_tokenizers import load_word_tokenizer
from lexical_diversity import lex_div
from lexicalrichness import LexicalRichness
from nltk.metrics import BigramAssocMeasures
from statsmodels.stats.multitest import multipletests
from taaled import ld as taaled

# In this package some modules are hidden by functions of the same name.
anyts = types.SimpleNamespace(
    **{
        name.rpartition(".")[2]: importlib.import_module("anyts." + name)
        for name in (
            "diversity_stats",
            "readability_stats",
            "unadapted_readability_stats",
            "corpus.collocations",
            "corpus.dispersion",
            "corpus.keyness",
        )
    }
)

mpmath.mp.dps = 50
GOLDEN = Path(__file__).parent.parent / "src/measure/golden"
TEXTS = Path(__file__).parent.parent / "src/stats/golden"


class Table:
    """Rows of one golden file."""

    def __init__(self, name, case, folder=GOLDEN):
        self.path = folder / f"{name}.tsv"
        self.rows = [f"# Written by scripts/reference-values.py: {case}, measure, value, source. No case: that above."]
        self.case = None

    def add(self, case, source, **values):
        for name, value in values.items():
            value = float(value)
            assert math.isfinite(value), (case, name, value)
            self.rows.append(f"{'' if case == self.case else case}\t{name}\t{value!r}\t{source}")
            self.case = case

    def write(self):
        self.path.write_text("\n".join(self.rows) + "\n", encoding="utf-8")


def agree(*values):
    """The one value on which all packages agree."""
    assert max(values) - min(values) <= 1e-10 * abs(values[0]), values
    return values[0]


def sequences():
    """Token numbers: short fixtures, and texts drawn from Zipf's law."""
    fixed = ["0 1 2 3 3 4 4 5 5 5", "0 1 2 3 3 4 4 5 5 5 6 6 6 6"]
    generator = random.Random(1)
    for n_tokens, n_types in ((60, 20), (160, 200), (400, 300)):
        weights = [1 / rank for rank in range(1, n_types + 1)]
        drawn = generator.choices(range(n_types), weights, k=n_tokens)
        numbers = {token: number for number, token in enumerate(dict.fromkeys(drawn))}
        fixed.append(" ".join(str(numbers[token]) for token in drawn))
    return fixed


def spectra(table, cases):
    for case in cases:
        words = ["w" + token for token in case.split()]
        frequencies = sorted(Counter(words).values())
        spectrum = " ".join(map(str, frequencies))
        n, v = len(words), len(frequencies)
        rich = LexicalRichness(" ".join(words), preprocessor=None, tokenizer=str.split)
        stats = anyts.diversity_stats
        table.add(
            spectrum,
            "lexicalrichness 0.5.1",
            ttr=agree(rich.ttr, lex_div.ttr(words), stats.calc_ttr(words)),
            guiraud_r=agree(rich.rttr, lex_div.root_ttr(words), stats.calc_rttr(words)),
            cttr=agree(rich.cttr, stats.calc_cttr(words)),
            herdan_c=agree(rich.Herdan, lex_div.log_ttr(words), stats.calc_httr(words)),
            summer_s=rich.Summer,
            dugast_u=rich.Dugast,
            maas_a2=rich.Maas,
            yule_k=agree(rich.yulek, stats.calc_yule_k(words)),
            yule_i=agree(rich.yulei, stats.calc_yule_i(words)),
            simpson_d=agree(rich.simpsond, stats.calc_simpson_index(words)),
            herdan_vm=agree(rich.herdanvm, stats.calc_herdan_vm(words)),
        )
        table.add(
            spectrum,
            "anyts 0.4.3",
            dugast_u_log10=stats.calc_dttr(words),
            maas_a2_log10=agree(stats.calc_mttr(words), lex_div.maas_ttr(words)),
            entropy=stats.calc_entropy(words),
            perplexity=stats.calc_perplexity(words),
            evenness=stats.calc_evenness(words),
            hapax_per_token=stats.calc_baayen_p(words),
            hapax_per_type=stats.calc_hapax_ratio(words),
            honore_r=stats.calc_honore_r(words),
            sichel_s=stats.calc_sichel_s(words),
            brunet_w=stats.calc_brunet_w(words),
            brunet_w_165=stats.calc_brunet_w(words, a=0.165),
            zipf_exponent=stats.calc_zipf_alpha(words),
        )
        if v > 10:
            table.add(spectrum, "anyts 0.4.3", summer_s_log10=stats.calc_sttr(words))
        if 2 in frequencies:
            table.add(spectrum, "anyts 0.4.3", michea_m=stats.calc_michea_m(words))
        if n >= 50:
            hdd = agree(rich.hdd(42), lex_div.hdd(words), stats.calc_hdd(words))
            table.add(spectrum, "lexicalrichness 0.5.1", hdd=hdd)
            vocd = expected_vocd(frequencies, n)
            # The package draws samples, so its value is near.
            assert abs(rich.vocd(iterations=10) / vocd - 1) < 0.05, vocd
            table.add(spectrum, "mpmath 1.4.1", vocd_d_expected=vocd)
        growth = expected_growth(frequencies, n)
        table.add(
            spectrum,
            "definition",
            heaps_beta_expected=growth.slope,
            heaps_k_expected=math.exp(growth.intercept),
            heaps_r2_expected=growth.rvalue**2,
        )
        ranks = np.log(np.arange(1, v + 1))
        fit = scipy.stats.linregress(ranks, np.log(frequencies[::-1]))
        exponent = power_law(frequencies)
        table.add(
            spectrum,
            "scipy 1.17.1",
            zipf_r2=fit.rvalue**2,
            power_law_exponent=exponent,
            power_law_ks=power_law_distance(frequencies, exponent),
        )


def expected_types(frequencies, n_tokens, size):
    """The expected types of a sample without replacement, as an exact fraction."""
    return sum(1 - Fraction(math.comb(n_tokens - f, size), math.comb(n_tokens, size)) for f in frequencies)


def expected_vocd(frequencies, n_tokens):
    """The place where the slope of the sum of squares is zero."""
    ratios = {n: expected_types(frequencies, n_tokens, n) / n for n in range(35, 51)}
    ratios = {n: mpmath.mpf(ratio.numerator) / ratio.denominator for n, ratio in ratios.items()}
    curve = lambda d, n: d / n * (mpmath.sqrt(1 + 2 * n / d) - 1)
    squares = lambda d: mpmath.fsum((ratio - curve(d, n)) ** 2 for n, ratio in ratios.items())
    return mpmath.findroot(lambda d: mpmath.diff(squares, d), (1, 1000), solver="bisect", maxsteps=80, verify=False)


def expected_growth(frequencies, n_tokens):
    """The line through the logarithms of the expected types of samples of a hundred sizes."""
    sizes = sorted({-(-step * n_tokens // 100) for step in range(1, 101)})
    types = [expected_types(frequencies, n_tokens, size) for size in sizes]
    return scipy.stats.linregress(np.log(sizes), [math.log(expected) for expected in types])


def power_law(frequencies):
    """Maximum likelihood by the slope of the likelihood, which is zero at one place."""
    mean_log = mpmath.fsum(mpmath.log(f) for f in frequencies) / len(frequencies)
    return float(mpmath.findroot(lambda a: mpmath.zeta(a, 1, 1) / mpmath.zeta(a) + mean_log, (1.2, 4), solver="anderson"))


def power_law_distance(frequencies, exponent):
    values = np.arange(1, max(frequencies) + 1)
    observed = np.searchsorted(frequencies, values, side="right") / len(frequencies)
    law = np.cumsum(values**-exponent) / scipy.special.zeta(exponent)
    return np.max(np.abs(observed - law))


def orders(table, cases):
    for case in cases:
        words = ["w" + token for token in case.split()]
        n = len(words)
        rich = LexicalRichness(" ".join(words), preprocessor=None, tokenizer=str.split)
        stats = anyts.diversity_stats
        heaps = stats.fit_heaps(words)
        table.add(case, "anyts 0.4.3", heaps_beta=heaps.beta, heaps_k=heaps.k, heaps_r2=heaps.r2)
        table.add(
            case,
            "lexicalrichness 0.5.1",
            mtld=rich.mtld(0.72),
            mtld_lexicalrichness=rich.mtld(0.72),
        )
        table.add(case, "anyts 0.4.3", mtld_anyts=stats.calc_mtld(words))
        if n > 50:
            mattr = agree(rich.mattr(50), lex_div.mattr(words), stats.calc_mattr(words))
            # lexicalrichness leaves out the last segment if it is full, so it is not asked here.
            msttr = agree(lex_div.msttr(words), stats.calc_msttr(words))
            table.add(case, "anyts 0.4.3", mattr=mattr, msttr=msttr)
            found = taaled.lexdiv(words)
            min10 = agree(found.mtldo, lex_div.mtld(words))
            table.add(case, "taaled 0.32", mtld_min10=min10, mtld_taaled=found.mtld, mtld_taaled_average=found.mtldav)
            table.add(
                case,
                "lexical-diversity 0.1.1",
                mtld_w=lex_div.mtld_ma_wrap(words),
                mtld_ma_bid=lex_div.mtld_ma_bid(words),
            )
            table.add(case, "anyts 0.4.3", mtld_w_anyts=stats.calc_mtldw(words), mtld_ma_anyts=stats.calc_mamtld(words))


def log_likelihood(cells):
    """G2 of a two-by-two table with 50 digits, which packages compute with some 8 where cells are large."""
    sums, others = [sum(row) for row in cells], [sum(column) for column in zip(*cells)]
    expected = [[mpmath.mpf(r) * c / sum(sums) for c in others] for r in sums]
    terms = [o * mpmath.log(o / e) for row, means in zip(cells, expected) for o, e in zip(row, means) if o]
    return 2 * mpmath.fsum(terms)


def fisher_exact(o11, r1, c1, n):
    """Probabilities of O11 or more, O11 or less, and of tables no likelier, with 50 digits."""
    least, most = max(0, r1 + c1 - n), min(r1, c1)
    term = mpmath.binomial(r1, least) * mpmath.binomial(n - r1, c1 - least) / mpmath.binomial(n, c1)
    terms = {}
    for k in range(least, most + 1):
        terms[k] = term
        term *= mpmath.mpf((r1 - k) * (c1 - k)) / ((k + 1) * (n - r1 - c1 + k + 1))
    limit = terms[o11] * (1 + mpmath.mpf("1e-13"))
    more = mpmath.fsum(p for k, p in terms.items() if k >= o11)
    less = mpmath.fsum(p for k, p in terms.items() if k <= o11)
    return more, less, mpmath.fsum(p for p in terms.values() if p <= limit)


def survival(statistic):
    """The chi-square survival function for 1 degree of freedom."""
    return mpmath.erfc(mpmath.sqrt(statistic / 2))


def near(exact, value):
    """Shows that a package has the value, as far as its rounding allows."""
    assert abs(exact - value) < 1e-6, (exact, value)


def associations(table):
    # The first is "new companies" of Manning and Schuetze 1999, chapter 5.
    cases = [(8, 15828, 4675, 14307668), (20, 42, 20, 14307668), (3, 10, 12, 50), (1, 400, 300, 1000), (9, 9, 9, 1000)]
    for o11, r1, c1, n in cases:
        case = f"{o11} {r1} {c1} {n}"
        pair = (o11, (r1, c1), n)
        of = anyts.collocations
        frequencies = (r1, c1, o11, n)
        score = am.score(pd.DataFrame({"f": [o11], "f1": [r1], "f2": [c1], "N": [n]}), digits=None, signed=False).iloc[0]
        nltk = BigramAssocMeasures
        pmi = agree(nltk.pmi(*pair), of.calc_mi(*frequencies))
        table.add(
            case,
            "nltk 3.10.4",
            pmi=pmi,
            chi2=nltk.chi_sq(*pair),
            phi2=nltk.phi_sq(*pair),
            jaccard=nltk.jaccard(*pair),
            dice=agree(nltk.dice(*pair), of.calc_dice(*frequencies)),
        )
        table.add(
            case,
            "anyts 0.4.3",
            npmi=of.calc_npmi(*frequencies),
            mi3=of.calc_mi3(*frequencies),
            t_score=agree(of.calc_t_score(*frequencies), score["t_score"], nltk.student_t(*pair)),
            log_dice=of.calc_logdice(*frequencies),
            min_sensitivity=of.calc_min_sensitivity(*frequencies),
        )
        table.add(
            case,
            "association-measures 0.3.2",
            pmi_log10=score["mutual_information"],
            z_score=score["z_score"],
            simple_ll=score["simple_ll"],
        )
        o12, o21 = r1 - o11, c1 - o11
        o22 = n - r1 - o21
        table.add(
            case,
            "definition",
            mi2=math.log2(o11**2 * n / (r1 * c1)),
            local_mi=o11 * pmi,
            delta_p_21=Fraction(o11, r1) - Fraction(o21, o21 + o22),
            delta_p_12=Fraction(o11, c1) - Fraction(o12, o12 + o22),
            log2_odds_ratio=math.log2((o11 + 0.5) * (o22 + 0.5) / ((o12 + 0.5) * (o21 + 0.5))),
            log_odds_ratio=math.log((o11 + 0.5) * (o22 + 0.5) / ((o12 + 0.5) * (o21 + 0.5))),
        )
        cells = [[o11, o12], [o21, o22]]
        g2 = log_likelihood(cells)
        near(score["liddell"], o11 / c1 - o12 / (n - c1))
        near(g2, of.calc_log_likelihood(*frequencies))
        table.add(case, "mpmath 1.4.1", g2=g2, p_g2=survival(g2))
        fisher = fisher_exact(o11, r1, c1, n)
        for side, value in zip(("greater", "less", "two-sided"), fisher):
            near(value, scipy.stats.fisher_exact(cells, side).pvalue)
        names = ("fisher_p", "fisher_p_less", "fisher_p_two_sided")
        table.add(case, "mpmath 1.4.1", **dict(zip(names, fisher)))


def keyness(table):
    cases = [(120, 50, 100000, 80000), (5, 0, 1000, 2000), (0, 7, 1000, 2000), (30, 900, 10**6, 10**9), (7, 7, 500, 500)]
    for a, b, c, d in cases:
        case = f"{a} {b} {c} {d}"
        of, sizes = anyts.keyness, (a, b, c, d)
        g2 = abs(of.calc_log_likelihood(*sizes))
        table.add(
            case,
            "anyts 0.4.3",
            g2=g2,
            chi2_yates=abs(of.calc_chi2(*sizes)),
            log_ratio=of.calc_log_ratio(*sizes),
            percent_difference_half=of.calc_diff(*sizes),
        )
        # The package gives signs by direction; for a BIC below zero and no difference that leaves the sign open.
        if g2 > 0:
            table.add(case, "anyts 0.4.3", bic=g2 - math.log(c + d) if a * d < b * c else of.calc_bic(*sizes))
        ell = of.calc_ell(*sizes)
        if math.isfinite(ell):
            table.add(case, "anyts 0.4.3", ell=abs(ell))
        if a and b:
            table.add(case, "anyts 0.4.3", percent_difference=of.calc_diff(*sizes), odds_ratio=of.calc_odds_ratio(*sizes))
            table.add(case, "definition", relative_risk=Fraction(a, c) / Fraction(b, d))
        score = am.score(pd.DataFrame({"f1": [a], "N1": [c], "f2": [b], "N2": [d]}), disc=0.5, digits=None, signed=False)
        table.add(case, "association-measures 0.3.2", log_ratio_walter=score.iloc[0]["log_ratio"])
        cells = pd.DataFrame({"O11": [a], "O12": [c - a], "O21": [b], "O22": [d - b], "R1": [c], "R2": [d]})
        bound = am.conservative_log_ratio(cells, alpha=0.001, correct=None).iloc[0]
        table.add(case, "association-measures 0.3.2", log_ratio_conservative=bound)
        cells = [[a, c - a], [b, d - b]]
        four = log_likelihood(cells)
        near(four, scipy.stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic)
        table.add(case, "mpmath 1.4.1", g2_four=four, p_g2_four=survival(four))
        pearson = scipy.stats.chi2_contingency(cells, correction=False)
        yates = abs(of.calc_chi2(*sizes))
        table.add(
            case,
            "scipy 1.17.1",
            chi2=pearson.statistic,
            p_chi2=pearson.pvalue,
            p_chi2_yates=scipy.stats.chi2.sf(yates, 1),
            p_g2=scipy.stats.chi2.sf(g2, 1),
        )
        n, word = c + d, a + b
        excess = (n / word + n / (n - word) - 1) * (n / c + n / d - 1) / (6 * n)
        table.add(
            case,
            "definition",
            g2_williams=four / (1 + excess),
            simple_maths=(Fraction(a * 10**6, c) + 1) / (Fraction(b * 10**6, d) + 1),
            simple_maths_100=(Fraction(a * 10**6, c) + 100) / (Fraction(b * 10**6, d) + 100),
        )


def corrections():
    p = [0.01, 0.04, 0.03, 0.005, 0.5, 0.03, 1.0, 1e-12]
    adjusted = [multipletests(p, method=method)[1] for method in ("bonferroni", "holm", "fdr_bh")]
    rows = ["# Written by scripts/reference-values.py: p, Bonferroni, Holm, Benjamini-Hochberg by statsmodels 0.15.0."]
    rows += ["\t".join(repr(float(value)) for value in row) for row in zip(p, *adjusted)]
    (GOLDEN / "correction.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def dispersions(table):
    cases = [
        ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]),
        ([0, 0, 7, 0], [100, 50, 20, 30]),
        ([3, 0, 1, 0, 0, 2, 9, 1], [200, 110, 95, 310, 1, 77, 160, 40]),
    ]
    for frequencies, sizes in cases:
        case = " ".join(map(str, frequencies)) + " / " + " ".join(map(str, sizes))
        of, parts = anyts.dispersion, (frequencies, sizes)
        n = len(sizes)
        relative = np.array(frequencies) / np.array(sizes)
        variation = scipy.stats.variation(relative)
        pairs = [abs(p - q) for i, p in enumerate(relative) for q in relative[i + 1 :]]
        table.add(
            case,
            "anyts 0.4.3",
            gries_dp=of.calc_dp(*parts),
            gries_dp_norm=of.calc_dp_norm(*parts),
            carroll_d2=of.calc_carroll_d2(*parts),
            rosengren_s=of.calc_rosengren_s(*parts),
            kld=of.calc_kl_divergence(*parts),
        )
        table.add(case, "scipy 1.17.1", variation_coefficient=variation)
        juilland = of.calc_juilland_d(*parts)
        if juilland > 1e-9:
            table.add(case, "anyts 0.4.3", juilland_d=juilland)
        table.add(
            case,
            "definition",
            range=sum(f > 0 for f in frequencies),
            relative_range=sum(f > 0 for f in frequencies) / n,
            juilland_d_sample=1 - scipy.stats.variation(relative, ddof=1) / math.sqrt(n - 1),
        )
        da = 1 - np.mean(pairs) / (2 * relative.mean())
        if da > 1e-9:
            table.add(case, "definition", dispersion_da=da)


def reduced_frequencies():
    rows = ["# Written by scripts/reference-values.py: tokens, positions, average reduced frequency by definition."]
    for n, positions in [(20, [1, 2, 3, 15]), (1000, [5, 6, 7, 8]), (100, [0, 30, 35, 60, 99]), (7, [3])]:
        distances = [(later - sooner) % n or n for sooner, later in zip(positions, positions[1:] + positions[:1])]
        mean = Fraction(n, len(positions))
        value = sum(min(Fraction(distance), mean) for distance in distances) / mean
        rows.append(f"{n}\t{' '.join(map(str, positions))}\t{float(value)!r}")
    (GOLDEN / "reduced_frequency.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def readability(table):
    cases = [(135, 9, 586, 20, 189, 8, 92), (1000, 41, 4811, 260, 1580, 130, 610), (40, 2, 300, 25, 130, 22, 3)]
    english, other = anyts.readability_stats, anyts.unadapted_readability_stats
    for words, sentences, letters, long_words, syllables, polysyllables, monosyllables in cases:
        case = f"{words} {sentences} {letters} {long_words} {syllables} {polysyllables} {monosyllables}"
        smog = english.calc_smog_index(polysyllables, sentences)
        table.add(
            case,
            "anyts 0.4.3",
            flesch=english.calc_flesch_reading_easy(syllables, words, sentences),
            flesch_kincaid=english.calc_flesch_kincaid_grade(syllables, words, sentences),
            gunning_fog=english.calc_gunning_fog_index(polysyllables, words, sentences),
            smog_any_length=smog,
            coleman_liau=english.calc_coleman_liau_index(letters, words, sentences),
            ari=english.calc_automated_readability_index(letters, words, sentences),
            lix=english.calc_lix(long_words, words, sentences),
            rix=english.calc_rix(long_words, sentences),
            gulpease=other.calc_gulpease(letters, words, sentences),
            wiener_sachtextformel=other.calc_wiener_sachtextformel(
                polysyllables, long_words, monosyllables, words, sentences, 1
            ),
        )
        if sentences >= 30:
            table.add(case, "anyts 0.4.3", smog=smog)
        table.add(
            case,
            "textstat 0.7.13",
            amstad=textstat_ease("de", words / sentences, syllables / words),
            kandel_moles=textstat_ease("fr", words / sentences, syllables / words),
            fernandez_huerta=textstat_ease("es", words / sentences, syllables / words),
        )


def textstat_ease(language, words_per_sentence, syllables_per_word):
    """The reading ease with the package's own coefficients, its counts replaced by ours."""
    module = importlib.import_module("textstat.backend.metrics._flesch_reading_ease")
    module.words_per_sentence = lambda text: words_per_sentence
    module.syllables_per_word = lambda text, lang: syllables_per_word
    return module.flesch_reading_ease(f"{language} {words_per_sentence} {syllables_per_word}", language)


def summaries(table):
    for values in ([4], [1, 2, 3, 4], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], [7] * 5 + [10**12]):
        case = " ".join(map(str, values))
        quantiles = dict(min=0, p25=25, median=50, p75=75, p95=95, max=100)
        found = {name: np.percentile(values, percent, method="linear") for name, percent in quantiles.items()}
        table.add(case, "numpy 2.4.6", mean=np.mean(values), sd=np.std(values), **found)
        if len(values) > 1:
            table.add(case, "numpy 2.4.6", sd_sample=np.std(values, ddof=1))


QUALITY_TEXT = """OPEN 24 Hours... every day
* Soup of the day, with bread
* Soup of the day, with bread
- The harbour kitchen closes early when the ferries do not run, so ask at the desk before you walk down # today

We are glad to see you. Bring a friend!

We are glad to see you. Bring a friend!

No.""" + " And so on and on" * 130


def quality(table):
    text = QUALITY_TEXT
    tokenizer = load_word_tokenizer("eng")
    words, sentences = tokenizer.word_tokenize(text), [s for s in tokenizer.sent_tokenize(text) if s.strip()]
    lines, paragraphs = text.split("\n"), [p for p in text.split("\n\n") if p.strip()]
    assert len(lines) == len(text.splitlines())
    repeated_lines, repeated_paragraphs = repeated(lines), repeated(paragraphs)
    count = lambda condition, items: sum(1 for item in items if condition(item))
    counts = dict(
        n_characters=len(text),
        n_white_space=count(str.isspace, text),
        n_alphanumeric=count(lambda c: c.isalpha() or c.isdigit(), text),
        n_digits=count(str.isdigit, text),
        n_upper_case=count(str.isupper, text),
        n_ellipsis_characters=3 * text.count("...") + text.count("…"),
        n_punctuation=count(lambda c: c in PUNCTUATION, text),
        n_words=len(words),
        n_word_characters=sum(map(len, words)),
        n_short_words=count(lambda w: len(w) <= 3, words),
        n_long_words=count(lambda w: len(w) >= 7, words),
        n_types=len(set(words)),
        n_upper_case_words=count(str.isupper, words),
        n_capitalized_words=count(str.istitle, words),
        n_stop_words=count(lambda w: w in STOP_WORDS, words),
        n_stop_listed_words=len(words),
        n_alphabetic_words=count(lambda w: any(map(str.isalpha, w)), words),
        n_hash_signs=text.count("#"),
        n_ellipses=text.count("...") + text.count("…"),
        n_lines=len(lines),
        n_line_characters=sum(map(len, lines)),
        n_lines_to_10=count(lambda s: len(s) <= 10, lines),
        n_lines_to_30=count(lambda s: len(s) <= 30, lines),
        n_lines_from_2000=count(lambda s: len(s) >= 2000, lines),
        n_lines_from_10000=count(lambda s: len(s) >= 10000, lines),
        n_terminal_mark_lines=count(lambda s: s.endswith(END_PUNCTUATION), lines),
        n_ellipsis_lines=count(lambda s: s.endswith(("...", "…")), lines),
        n_bullet_lines=count(lambda s: s.strip()[:1] in ("-", "*", "•"), lines),
        n_repeated_lines=len(repeated_lines),
        n_repeated_line_characters=sum(map(len, repeated_lines)),
        n_paragraphs=len(paragraphs),
        n_paragraph_characters=sum(map(len, paragraphs)),
        n_short_paragraphs=count(lambda p: len(p) <= 100, paragraphs),
        n_long_paragraphs=count(lambda p: len(p) >= 1000, paragraphs),
        n_repeated_paragraphs=len(repeated_paragraphs),
        n_repeated_paragraph_characters=sum(map(len, repeated_paragraphs)),
        n_sentences=len(sentences),
        n_sentence_characters=sum(map(len, sentences)),
        n_short_sentences=count(lambda s: len(s) <= 20, sentences),
        n_long_sentences=count(lambda s: len(s) >= 75, sentences),
        **repetition_counts(text, words),
    )
    case = " ".join(f"{name}={value}" for name, value in counts.items())
    kinds = (datatrove.DocStats, datatrove.WordStats, datatrove.LineStats, datatrove.ParagraphStats, datatrove.SentenceStats)
    found = {}
    for kind in kinds:
        found |= kind(output_folder="unused").extract_stats(Document(text=text, id="case"))
    found["ellipsis_ratio"] = found.pop("elipsis_ratio")
    ratios = {name: value for name, value in found.items() if not name.startswith("n_") and name != "length"}
    table.add(case, "datatrove 0.10.1", **ratios, **repetition_ratios(text, words))
    table.add(
        case,
        "definition",
        alphabetic_word_ratio=counts["n_alphabetic_words"] / len(words),
        hash_to_word_ratio=counts["n_hash_signs"] / len(words),
        ellipsis_to_word_ratio=counts["n_ellipses"] / len(words),
        ellipsis_line_ratio=counts["n_ellipsis_lines"] / len(lines),
    )


def repeated(items):
    """The items that an earlier one equals."""
    return [item for idx, item in enumerate(items) if item in items[:idx]]


GOPHER = gopher.GopherRepetitionFilter()


def repetition_counts(text, words):
    lines, paragraphs = GOPHER._line_splitter.split(text), GOPHER.paragraph_exp.split(text.strip())
    n_repeated, n_characters = gopher.find_duplicates(paragraphs)
    return dict(
        n_split_lines=len(lines),
        n_repeated_split_lines=len(repeated(lines)),
        n_split_paragraphs=len(paragraphs),
        n_repeated_split_paragraphs=n_repeated,
        n_repeated_split_paragraph_characters=n_characters,
        **{f"top_{n}": gopher.find_top_duplicate(gopher.get_n_grams(words, n)) for n in range(2, 5)},
        **{f"repeated_{n}": gopher.find_all_duplicate(words, n) for n in range(5, 11)},
    )


def repetition_ratios(text, words):
    """What the filter compares with its limits, in its order; no top n-gram where it looks at none."""
    paragraphs = GOPHER.paragraph_exp.split(text.strip())
    n_paragraphs, n_paragraph_characters = gopher.find_duplicates(paragraphs)
    lines = GOPHER._line_splitter.split(text)
    n_lines, n_line_characters = gopher.find_duplicates(lines)
    ratios = dict(
        dup_line_frac=n_lines / len(lines),
        dup_line_char_frac=n_line_characters / len(text),
        dup_para_frac=n_paragraphs / len(paragraphs),
        dup_para_char_frac=n_paragraph_characters / len(text),
    )
    for n, _ in GOPHER.top_n_grams:
        ngrams = gopher.get_n_grams(words, n)
        if ngrams:
            ratios[f"top_{n}_gram_char_frac"] = gopher.find_top_duplicate(ngrams) / len(text)
    for n, _ in GOPHER.dup_n_grams:
        ratios[f"dup_{n}_gram_char_frac"] = gopher.find_all_duplicate(words, n) / len(text)
    return ratios


def repetitions(table):
    """Whole texts, whose words are what white space parts."""
    texts = ["One line.", "\n\nOne\n\n\n\nTwo one two\nOne\n\nOne\n", "Wer da? Wer da?\nÄh, wer da?\n \n\nÄh, wer da?"]
    generator = random.Random(7)
    for n_words, n_types in ((40, 3), (200, 4), (300, 12), (400, 200)):
        words = generator.choices([f"w{n}" if n % 3 else f"wört{n}" for n in range(n_types)], k=n_words)
        ends = generator.choices([" ", "  ", "\n", "\n\n", "\n\n\n"], [20, 1, 3, 2, 1], k=n_words)
        texts.append("".join(word + end for word, end in zip(words, ends)))
    for text in texts:
        table.add(json.dumps(text, ensure_ascii=False), "datatrove 0.10.1", **repetition_ratios(text, text.split()))


def main():
    GOLDEN.mkdir(exist_ok=True)
    tables = {
        "diversity_spectrum": ("frequencies of the types", lambda table: spectra(table, sequences())),
        "diversity_sequence": ("token numbers", lambda table: orders(table, sequences())),
        "association": ("O11, R1, C1 and N", associations),
        "keyness": ("a, b, c and d", keyness),
        "dispersion": ("frequencies / sizes of parts", dispersions),
        "readability": ("words, sentences, letters, long words, syllables, poly- and monosyllables", readability),
        "summary": ("values", summaries),
        "quality": ("counts of a text", quality),
    }
    for name, (case, fill) in tables.items():
        table = Table(name, case)
        fill(table)
        table.write()
    table = Table("repetition", "text as a JSON string", TEXTS)
    repetitions(table)
    table.write()
    corrections()
    reduced_frequencies()


if __name__ == "__main__":
    main()
