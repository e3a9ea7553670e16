//! Names along their streets: ways are cut at every crossing, so the straight stretches of one street are put together.

use super::tile::{Name, Unit};

/// Points further from the line between two ends than this part of its length are a bend.
const BEND: f64 = 0.06;
/// Stretches of one name that are put together; more are left as they are.
const MOST_ALIKE: usize = 96;

/// The longest stretch of a line that is as good as straight.
pub(super) fn longest_stretch(line: &[Unit]) -> Option<[Unit; 2]> {
    let mut best: Option<[Unit; 2]> = None;
    let mut from = 0;
    while from + 1 < line.len() {
        let mut to = from + 1;
        while line.get(to + 1).is_some_and(|end| is_straight(line[from], *end, &line[from + 1..=to])) {
            to += 1;
            // Long lines are followed in parts: each point is compared with every end.
            if to - from > 64 {
                break;
            }
        }
        let stretch = [line[from], line[to]];
        if best.is_none_or(|b| length(&stretch) > length(&b)) {
            best = Some(stretch);
        }
        from = to;
    }
    best
}

/// Puts stretches of the same name together that meet and run on in the same direction.
pub(super) fn joined(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by(|a, b| (&a.text, a.class).cmp(&(&b.text, b.class)));
    let mut all: Vec<Name> = Vec::new();
    for alike in names.chunk_by(|a, b| a.text == b.text && a.class == b.class) {
        if alike.len() > MOST_ALIKE || alike.iter().any(|n| n.class.is_none()) {
            all.extend_from_slice(alike);
            continue;
        }
        let mut stretches: Vec<[Unit; 2]> = alike.iter().map(|n| n.along).collect();
        while let Some((i, j, whole)) = meeting(&stretches) {
            stretches[i] = whole;
            stretches.swap_remove(j);
        }
        all.extend(stretches.into_iter().map(|along| Name { along, ..alike[0].clone() }));
    }
    all
}

/// Two stretches that are one, and what they make.
fn meeting(stretches: &[[Unit; 2]]) -> Option<(usize, usize, [Unit; 2])> {
    let pairs = (0..stretches.len()).flat_map(|i| (i + 1..stretches.len()).map(move |j| (i, j)));
    pairs.into_iter().find_map(|(i, j)| {
        let ([a, b], [c, d]) = (stretches[i], stretches[j]);
        let ends = [(a, b, c, d), (a, b, d, c), (b, a, c, d), (b, a, d, c)];
        let run_on = |(from, here, there, to): &(Unit, Unit, Unit, Unit)| {
            here == there && from != to && is_straight(*from, *to, &[*here])
        };
        ends.iter().find(|e| run_on(e)).map(|(from, .., to)| (i, j, [*from, *to]))
    })
}

/// Whether all points between two ends lie close to the line between them, and between them.
fn is_straight(from: Unit, to: Unit, between: &[Unit]) -> bool {
    let (dx, dy) = (f64::from(to[0]) - f64::from(from[0]), f64::from(to[1]) - f64::from(from[1]));
    let square = dx * dx + dy * dy;
    let close = |p: &Unit| {
        let (x, y) = (f64::from(p[0]) - f64::from(from[0]), f64::from(p[1]) - f64::from(from[1]));
        let (across, ahead) = (x * dy - y * dx, x * dx + y * dy);
        across.abs() <= BEND * square && (0.0..=square).contains(&ahead)
    };
    square > 0.0 && between.iter().all(close)
}

/// Units from end to end.
pub(super) fn length([a, b]: &[Unit; 2]) -> f64 {
    (f64::from(b[0]) - f64::from(a[0])).hypot(f64::from(b[1]) - f64::from(a[1]))
}

#[cfg(test)]
mod tests {
    use super::super::tile::Class;
    use super::*;

    fn name(text: &str, along: [Unit; 2]) -> Name {
        Name { text: text.into(), class: Some(Class::Minor), along }
    }

    #[test]
    fn a_street_cut_at_its_crossings_is_one_again_and_a_bend_is_not() {
        let cut = vec![name("A", [[0, 0], [100, 2]]), name("B", [[0, 0], [100, 2]]), name("A", [[200, 0], [100, 2]])];
        let whole = joined(cut);
        assert_eq!(whole.len(), 2);
        assert_eq!(length(&whole[0].along) as i32, 200, "{whole:?}");
        let bent = joined(vec![name("A", [[0, 0], [100, 0]]), name("A", [[100, 0], [100, 100]])]);
        assert_eq!(bent.len(), 2);
    }

    #[test]
    fn the_longest_stretch_goes_on_over_small_turns() {
        let line = [[0, 0], [0, 50], [100, 52], [200, 50], [300, 51]];
        assert_eq!(longest_stretch(&line), Some([[0, 50], [300, 51]]));
        assert_eq!(longest_stretch(&[[1, 1]]), None);
    }
}
