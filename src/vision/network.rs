//! A model that runs on one core.

use std::sync::Arc;

use image::RgbImage;
use rten::{Model, ModelOptions, NodeId, OpRegistry, RunOptions, ThreadPool, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Why a model gave nothing. None of these depends on the picture in a way the user could mend.
#[derive(Debug, thiserror::Error)]
#[error("The model could not be run: {0}")]
pub struct NetworkError(String);

impl NetworkError {
    pub(super) fn other(error: &dyn std::error::Error) -> Self {
        Self(error.to_string())
    }
}

/// An embedded model.
pub(super) struct Network {
    model: Model,
    input: NodeId,
}

impl Network {
    /// Reads an embedded model; it takes some tens of milliseconds.
    pub(super) fn embedded(bytes: &'static [u8]) -> Result<Self, NetworkError> {
        let mut options = ModelOptions::with_ops(operators());
        options.prepack_weights(true);
        let model = options.load_static_slice(bytes).map_err(|error| NetworkError(error.to_string()))?;
        let input = *model.input_ids().first().ok_or_else(|| NetworkError("it takes no input".to_owned()))?;
        Ok(Self { model, input })
    }

    /// A text that was stored with the model.
    pub(super) fn note(&self, key: &str) -> Option<&str> {
        self.model.metadata().get(key)
    }

    /// The outputs for one input, in the order of the model.
    pub(super) fn run(&self, input: &NdTensor<f32, 4>, core: &Core) -> Result<Vec<Output>, NetworkError> {
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&core.0)));
        let found = self
            .model
            .run(vec![(self.input, input.view().into())], self.model.output_ids(), Some(options))
            .map_err(|error| NetworkError(error.to_string()))?;
        found.into_iter().map(Output::of).collect()
    }
}

/// The operators that the embedded models are made of; the others are left out of the program.
fn operators() -> OpRegistry {
    op_registry!(
        Add,
        AveragePool,
        BatchNormalization,
        Cast,
        Clip,
        Concat,
        Conv,
        ConvTranspose,
        DequantizeLinear,
        Div,
        Erf,
        Flatten,
        Gemm,
        GlobalAveragePool,
        HardSigmoid,
        Identity,
        LeakyRelu,
        MatMul,
        MaxPool,
        Mul,
        Pad,
        ReduceMean,
        Relu,
        Reshape,
        Resize,
        Sigmoid,
        Softmax,
        Split,
        Squeeze,
        Transpose,
        Unsqueeze
    )
}

/// An array that came out of a model.
pub(super) struct Output {
    /// Length of each dimension.
    pub(super) shape: Vec<usize>,
    /// The values, the last dimension running fastest.
    pub(super) values: Vec<f32>,
}

impl Output {
    fn of(value: rten::Value) -> Result<Self, NetworkError> {
        let tensor: rten_tensor::Tensor<f32> =
            value.try_into().map_err(|_other| NetworkError("it gave no numbers".to_owned()))?;
        Ok(Self { shape: tensor.shape().to_vec(), values: tensor.into_data() })
    }

    /// The values in rows of the length of the last dimension.
    pub(super) fn rows(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.shape.last().copied().unwrap_or(1).max(1))
    }
}

/// The core that a worker computes on. Several workers with one core each do more than one worker with several.
pub(super) struct Core(Arc<ThreadPool>);

impl Core {
    pub(super) fn new() -> Self {
        Self(Arc::new(ThreadPool::with_num_threads(1)))
    }
}

/// Order of the channels that a model was trained with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channels {
    /// Red first.
    Rgb,
    /// Blue first.
    Bgr,
}

/// A picture as a model wants it: channel by channel, each value less `mean` and divided by `deviation`, both in 0 to
/// 255 and in the order of `channels`.
pub(super) fn planes(picture: &RgbImage, channels: Channels, mean: [f32; 3], deviation: [f32; 3]) -> NdTensor<f32, 4> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut values = Vec::with_capacity(3 * width * height);
    for channel in 0..3 {
        let from = if channels == Channels::Rgb { channel } else { 2 - channel };
        let (mean, scale) = (mean[channel], 1.0 / deviation[channel]);
        let levels: [f32; 256] = std::array::from_fn(|level| (level as f32 - mean) * scale);
        values.extend(picture.as_raw().chunks_exact(3).map(|pixel| levels[pixel[from] as usize]));
    }
    NdTensor::from_data([1, 3, height, width], values)
}
