//! Where the map looks, and how it gets there: dragging with momentum, smooth zoom, flights.

use egui::{Rect, Vec2};

use crate::analysis::mercator::WorldPoint;
use crate::model::GeoBounds;

use super::projector::{Projector, WORLD_POINTS};

/// The closest zoom: a few centimetres a point.
pub(crate) const MAX_ZOOM: f64 = 19.0;
/// Part of the height of the square world that is seen at the widest zoom: the rest is mostly Antarctica.
const INHABITED: f64 = 0.8;
/// How close fitting goes when everything is at the same spot.
const MAX_FIT_ZOOM: f64 = 15.0;

/// Where the map looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    /// The position in the middle, in the copy of the world with `x` in `[0, 1)`.
    pub centre: WorldPoint,
    /// The zoom; at 0 the world is 256 points wide and each step doubles that.
    pub zoom: f64,
}

impl Camera {
    /// The whole world.
    pub(crate) fn world() -> Self {
        Self { centre: WorldPoint { x: 0.5 + 10.0 / 360.0, y: 0.4 }, zoom: 0.0 }
    }

    /// The widest zoom for a view of this size: it is filled from top to bottom by the part where people live.
    pub(crate) fn min_zoom(size: Vec2) -> f64 {
        (f64::from(size.y.max(1.0)) / WORLD_POINTS / INHABITED).log2().max(0.0)
    }

    /// The same within the limits of a view of this size: nothing beyond the poles, `x` in the first copy of the world.
    #[must_use]
    pub(crate) fn limited(self, size: Vec2) -> Self {
        let zoom = self.zoom.clamp(Self::min_zoom(size), MAX_ZOOM);
        let half = f64::from(size.y) / 2.0 / (WORLD_POINTS * zoom.exp2());
        let y = if half >= 0.5 { 0.5 } else { self.centre.y.clamp(half, 1.0 - half) };
        Self { centre: WorldPoint { x: self.centre.x.rem_euclid(1.0), y }, zoom }
    }

    /// The view of a rectangle of degrees, filled as far as the shape of the view allows. A western edge east of the
    /// eastern one crosses the antimeridian.
    pub(crate) fn over(bounds: GeoBounds, size: Vec2) -> Self {
        let min = WorldPoint::from_degrees(bounds.north, bounds.west);
        let max = WorldPoint::from_degrees(bounds.south, bounds.east);
        let max = if max.x <= min.x { WorldPoint { x: max.x + 1.0, ..max } } else { max };
        let zoom_for = |points: f32, world: f64| (f64::from(points.max(1.0)) / (world.max(1e-9) * WORLD_POINTS)).log2();
        let zoom = zoom_for(size.x, max.x - min.x).min(zoom_for(size.y, max.y - min.y));
        let centre = WorldPoint { x: f64::midpoint(min.x, max.x), y: f64::midpoint(min.y, max.y) };
        Self { centre, zoom }.limited(size)
    }

    /// The view of a rectangle of the world with room around it.
    pub(crate) fn fitting(min: WorldPoint, max: WorldPoint, size: Vec2, padding: f32) -> Self {
        Self::fitting_beside(min, max, size, padding, Vec2::ZERO)
    }

    /// The same where something covers the map at its right and its bottom, `covered` points deep.
    pub(crate) fn fitting_beside(min: WorldPoint, max: WorldPoint, size: Vec2, padding: f32, covered: Vec2) -> Self {
        let room = (size - covered - Vec2::splat(2.0 * padding)).max(Vec2::splat(32.0));
        let zoom_for = |points: f32, world: f64| (f64::from(points) / (world.max(1e-12) * WORLD_POINTS)).log2();
        let zoom = zoom_for(room.x, max.x - min.x).min(zoom_for(room.y, max.y - min.y)).min(MAX_FIT_ZOOM);
        // The middle of what is free lies left of and above the middle of the map.
        let aside = |points: f32| f64::from(points) / 2.0 / (WORLD_POINTS * zoom.exp2());
        let centre = WorldPoint {
            x: f64::midpoint(min.x, max.x) + aside(covered.x),
            y: f64::midpoint(min.y, max.y) + aside(covered.y),
        };
        Self { centre, zoom }.limited(size)
    }
}

/// What the camera is doing on its own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Motion {
    #[default]
    Rest,
    /// Gliding on after a drag, in points a second.
    Glide { velocity: Vec2 },
    /// Zooming, with the position under `anchor` (points from the middle) held in place.
    Zoom { target: f64, anchor: Vec2 },
    /// On its way.
    Flight { flight: Flight, elapsed: f64 },
}

/// A camera that moves.
#[derive(Clone, Debug)]
pub(crate) struct Pilot {
    camera: Camera,
    size: Vec2,
    motion: Motion,
    /// Recent movements of a drag, as seconds and points, to know its speed at release.
    recent: Vec<(f64, Vec2)>,
    /// No animation: for people who asked for none, and for tests.
    pub instant: bool,
}

/// Seconds in which a glide loses two thirds of its speed.
const GLIDE_SECONDS: f64 = 0.26;
/// Seconds in which a zoom covers two thirds of the way.
const ZOOM_SECONDS: f64 = 0.075;
/// How long a movement counts for the speed of a drag, seconds.
const RECENT_SECONDS: f64 = 0.09;

impl Pilot {
    pub(crate) fn new() -> Self {
        let size = Vec2::new(800.0, 600.0);
        Self { camera: Camera::world(), size, motion: Motion::Rest, recent: Vec::new(), instant: false }
    }

    pub(crate) fn camera(&self) -> Camera {
        self.camera
    }

    /// Size of the view, points.
    pub(crate) fn size(&self) -> Vec2 {
        self.size
    }

    /// The zoom the camera is going to have.
    pub(crate) fn target_zoom(&self) -> f64 {
        match self.motion {
            Motion::Zoom { target, .. } => target,
            Motion::Flight { flight, .. } => flight.to.zoom,
            Motion::Rest | Motion::Glide { .. } => self.camera.zoom,
        }
    }

    /// Tells how large the view is. Its middle stays.
    pub(crate) fn resize(&mut self, size: Vec2) {
        if size != self.size {
            self.size = size;
            self.camera = self.camera.limited(size);
        }
    }

    /// Moves on by `seconds`. Returns whether there is more to come.
    pub(crate) fn step(&mut self, seconds: f64) -> bool {
        match self.motion {
            Motion::Rest => return false,
            Motion::Glide { velocity } => {
                self.shift(velocity * seconds as f32);
                let velocity = velocity * (-seconds / GLIDE_SECONDS).exp() as f32;
                self.motion = if velocity.length() < 6.0 { Motion::Rest } else { Motion::Glide { velocity } };
            }
            Motion::Zoom { target, anchor } => {
                let left = (target - self.camera.zoom) * (-seconds / ZOOM_SECONDS).exp();
                let done = left.abs() < 0.003;
                self.zoom_about(if done { target } else { target - left }, anchor);
                if done {
                    self.motion = Motion::Rest;
                }
            }
            Motion::Flight { flight, elapsed } => {
                let elapsed = elapsed + seconds;
                self.camera = flight.at(elapsed).limited(self.size);
                self.motion = if elapsed >= flight.seconds { Motion::Rest } else { Motion::Flight { flight, elapsed } };
            }
        }
        self.motion != Motion::Rest
    }

    /// Follows a drag by `delta` points, at `now` seconds.
    pub(crate) fn drag(&mut self, delta: Vec2, now: f64) {
        self.motion = Motion::Rest;
        self.shift(delta);
        self.recent.push((now, delta));
        self.recent.retain(|(at, _)| now - at < RECENT_SECONDS);
    }

    /// Lets go of a drag: the map glides on with the speed it had.
    pub(crate) fn release(&mut self, now: f64) {
        self.recent.retain(|(at, _)| now - at < RECENT_SECONDS);
        let path = self.recent.iter().fold(Vec2::ZERO, |path, (_, delta)| path + *delta);
        let since = self.recent.first().map_or(RECENT_SECONDS, |(at, _)| (now - at).max(1.0 / 60.0));
        self.recent.clear();
        let velocity = path / since as f32;
        let fast = velocity.length() > 60.0 && !self.instant;
        self.motion = if fast {
            Motion::Glide { velocity: velocity.clamp(Vec2::splat(-4000.0), Vec2::splat(4000.0)) }
        } else {
            Motion::Rest
        };
    }

    /// Stops where it is: a hand on the map.
    pub(crate) fn hold(&mut self) {
        self.motion = Motion::Rest;
    }

    /// Moves at once by `delta` points.
    pub(crate) fn pan(&mut self, delta: Vec2) {
        let mut to = self.camera;
        if let Motion::Flight { flight, .. } = self.motion {
            to = flight.to;
        }
        let scale = WORLD_POINTS * to.zoom.exp2();
        to.centre.x -= f64::from(delta.x) / scale;
        to.centre.y -= f64::from(delta.y) / scale;
        self.fly(to, 0.22);
    }

    /// Zooms smoothly by `steps` about a point, in points from the middle of the view.
    pub(crate) fn zoom_by(&mut self, steps: f64, anchor: Vec2) {
        let target = (self.target_zoom() + steps).clamp(Camera::min_zoom(self.size), MAX_ZOOM);
        if self.instant {
            self.zoom_about(target, anchor);
            self.motion = Motion::Rest;
        } else {
            self.motion = Motion::Zoom { target, anchor };
        }
    }

    /// Zooms at once by `steps` about a point: a pinch, which is smooth by itself.
    pub(crate) fn pinch(&mut self, steps: f64, anchor: Vec2) {
        self.motion = Motion::Rest;
        self.zoom_about(self.camera.zoom + steps, anchor);
    }

    /// Goes there at once.
    pub(crate) fn jump(&mut self, to: Camera) {
        self.camera = to.limited(self.size);
        self.motion = Motion::Rest;
    }

    /// Flies there, rising on the way when it is far.
    pub(crate) fn fly_to(&mut self, to: Camera) {
        let to = to.limited(self.size);
        let far = Flight::new(self.camera, to, 0.0, self.size).length;
        self.fly(to, (0.32 + 0.1 * far).min(0.7));
    }

    fn fly(&mut self, to: Camera, seconds: f64) {
        let to = to.limited(self.size);
        if self.instant || to == self.camera {
            self.jump(to);
        } else {
            self.motion = Motion::Flight { flight: Flight::new(self.camera, to, seconds, self.size), elapsed: 0.0 };
        }
    }

    fn shift(&mut self, delta: Vec2) {
        let scale = WORLD_POINTS * self.camera.zoom.exp2();
        self.camera.centre.x -= f64::from(delta.x) / scale;
        self.camera.centre.y -= f64::from(delta.y) / scale;
        self.camera = self.camera.limited(self.size);
    }

    fn zoom_about(&mut self, zoom: f64, anchor: Vec2) {
        let zoom = zoom.clamp(Camera::min_zoom(self.size), MAX_ZOOM);
        let rect = Rect::from_center_size(egui::Pos2::ZERO, self.size);
        let held = Projector::new(rect, &self.camera).world(anchor.to_pos2());
        let mut camera = Camera { zoom, ..self.camera };
        let now = Projector::new(rect, &camera).world(anchor.to_pos2());
        camera.centre.x += held.x - now.x;
        camera.centre.y += held.y - now.y;
        self.camera = camera.limited(self.size);
    }
}

/// A flight that rises and falls, as van Wijk and Nuij describe it (“Smooth and efficient zooming and panning”, 2003).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Flight {
    from: Camera,
    to: Camera,
    seconds: f64,
    /// Length of the way as it is felt, in screens.
    length: f64,
    /// Width of the view at the start, in widths of the world.
    width: f64,
    /// Distance from start to end, in widths of the world.
    distance: f64,
    /// Where on the arc the flight starts.
    start: f64,
}

/// How much a flight prefers to rise; 1.4 is what people liked in the paper's trial.
const RHO: f64 = 1.4;

impl Flight {
    fn new(from: Camera, to: Camera, seconds: f64, size: Vec2) -> Self {
        let mut to = to;
        // The short way round the world.
        to.centre.x += (from.centre.x - to.centre.x).round();
        let width = |zoom: f64| f64::from(size.x.max(1.0)) / (WORLD_POINTS * zoom.exp2());
        let (w0, w1) = (width(from.zoom), width(to.zoom));
        let distance = (to.centre.x - from.centre.x).hypot(to.centre.y - from.centre.y);
        let rho2 = RHO * RHO;
        let (start, length) = if distance < w0.min(w1) * 1e-3 {
            (0.0, (w1 / w0).ln().abs() / RHO)
        } else {
            let b = |wa: f64, sign: f64| {
                (w1 * w1 - w0 * w0 + sign * rho2 * rho2 * distance * distance) / (2.0 * wa * rho2 * distance)
            };
            let r = |b: f64| -b.asinh();
            let (r0, r1) = (r(b(w0, 1.0)), r(b(w1, -1.0)));
            (r0, (r1 - r0) / RHO)
        };
        Self { from, to, seconds, length, width: w0, distance, start }
    }

    fn at(&self, elapsed: f64) -> Camera {
        let t = if self.seconds <= 0.0 { 1.0 } else { (elapsed / self.seconds).clamp(0.0, 1.0) };
        if t >= 1.0 {
            return self.to;
        }
        let eased = t * t * (3.0 - 2.0 * t);
        let between = |t: f64, zoom: f64| Camera {
            centre: WorldPoint {
                x: self.from.centre.x + (self.to.centre.x - self.from.centre.x) * t,
                y: self.from.centre.y + (self.to.centre.y - self.from.centre.y) * t,
            },
            zoom,
        };
        if self.distance < self.width * 1e-3 || self.start == 0.0 {
            return between(eased, self.from.zoom + (self.to.zoom - self.from.zoom) * eased);
        }
        let s = eased * self.length;
        let arc = RHO * s + self.start;
        let along = self.width / (RHO * RHO) * (self.start.cosh() * arc.tanh() - self.start.sinh());
        let zoom = self.from.zoom + (arc.cosh() / self.start.cosh()).log2();
        between((along / self.distance).clamp(0.0, 1.0), zoom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: Vec2 = Vec2::new(1000.0, 700.0);

    fn pilot(x: f64, y: f64, zoom: f64) -> Pilot {
        let mut pilot = Pilot::new();
        pilot.resize(SIZE);
        pilot.jump(Camera { centre: WorldPoint { x, y }, zoom });
        pilot
    }

    fn under(pilot: &Pilot, anchor: Vec2) -> WorldPoint {
        Projector::new(Rect::from_center_size(egui::Pos2::ZERO, SIZE), &pilot.camera()).world(anchor.to_pos2())
    }

    proptest! {
        #[test]
        fn zooming_keeps_what_is_under_the_pointer(x in 0.3f64..0.7, zoom in 4.0f64..15.0, steps in -1.0f64..3.0, ax in -400f32..400.0, ay in -300f32..300.0) {
            let mut pilot = pilot(x, 0.5, zoom);
            let anchor = Vec2::new(ax, ay);
            let before = under(&pilot, anchor);
            pilot.zoom_by(steps, anchor);
            for _ in 0..200 { pilot.step(1.0 / 60.0); }
            let after = under(&pilot, anchor);
            let points = 256.0 * pilot.camera().zoom.exp2();
            prop_assert!(((before.x - after.x) * points).abs() < 0.01 && ((before.y - after.y) * points).abs() < 0.01);
            prop_assert!((pilot.camera().zoom - (zoom + steps)).abs() < 1e-9);
        }

        #[test]
        fn a_flight_arrives_and_never_jumps(x0 in 0.0f64..1.0, x1 in 0.0f64..1.0, z0 in 3.0f64..12.0, z1 in 3.0f64..12.0) {
            let mut pilot = pilot(x0, 0.4, z0);
            let to = Camera { centre: WorldPoint { x: x1, y: 0.45 }, zoom: z1 }.limited(SIZE);
            pilot.fly_to(to);
            let mut frames = 0;
            while pilot.step(1.0 / 60.0) { frames += 1; prop_assert!(frames < 100); prop_assert!(pilot.camera().zoom.is_finite()); }
            let there = pilot.camera();
            prop_assert!((there.centre.x - to.centre.x).abs() < 1e-9 && (there.centre.y - to.centre.y).abs() < 1e-9 && (there.zoom - to.zoom).abs() < 1e-9);
        }

        #[test]
        fn the_view_never_leaves_the_world(x in -3.0f64..3.0, y in -1.0f64..2.0, zoom in -2.0f64..25.0) {
            let camera = Camera { centre: WorldPoint { x, y }, zoom }.limited(SIZE);
            let half = 350.0 / (256.0 * camera.zoom.exp2());
            prop_assert!((0.0..1.0).contains(&camera.centre.x));
            prop_assert!(camera.centre.y - half >= -1e-9 && camera.centre.y + half <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn fitting_shows_everything_with_room() {
        let (min, max) = (WorldPoint { x: 0.5, y: 0.3 }, WorldPoint { x: 0.6, y: 0.33 });
        let camera = Camera::fitting(min, max, SIZE, 50.0);
        let projector = Projector::new(Rect::from_min_size(egui::Pos2::ZERO, SIZE), &camera);
        let (a, b) = (projector.screen(min), projector.screen(max));
        assert!((a.x - 50.0).abs() < 0.5 && (b.x - 950.0).abs() < 0.5, "{a} {b}");
        assert!(Camera::fitting(min, min, SIZE, 50.0).zoom <= MAX_FIT_ZOOM);
    }

    #[test]
    fn a_thrown_map_glides_and_comes_to_rest() {
        let mut pilot = pilot(0.5, 0.4, 6.0);
        for frame in 0..6 {
            pilot.drag(Vec2::new(20.0, 0.0), f64::from(frame) / 60.0);
        }
        let released = pilot.camera().centre.x;
        pilot.release(0.1);
        let frames = (0..600).take_while(|_| pilot.step(1.0 / 60.0)).count();
        assert!(frames > 10 && frames < 200, "{frames}");
        assert!(pilot.camera().centre.x < released);
        pilot.drag(Vec2::new(20.0, 0.0), 1.0);
        pilot.release(1.5);
        assert!(!pilot.step(1.0 / 60.0), "held still before it was let go");
    }
}
