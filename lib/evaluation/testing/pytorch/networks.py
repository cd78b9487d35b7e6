"""Small networks as PyTorch computes them: parameters, inputs and outputs, for the runtime to be compared with.

Usage: python3 networks.py FOLDER

Writes manifest.json, and for each network N.safetensors and, where it is given as a graph, N.onnx.
"""

import json
import os
import struct
import sys
import warnings

import numpy as np
import torch
from torch import nn

warnings.filterwarnings("ignore")
torch.manual_seed(1)
torch.set_num_threads(1)

BATCH = 3
SAFETENSORS_TYPES = {
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
}


def save_file(tensors, path):
    """Writes what safetensors.torch.save_file writes; Debian has no package of it."""
    header, data, offset = {}, b"", 0
    for name, tensor in tensors.items():
        tensor = tensor.contiguous()
        # numpy has no bfloat16; its bits are those of an int16.
        array = (tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor).numpy()
        content = array.tobytes()
        header[name] = {
            "dtype": SAFETENSORS_TYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(content)],
        }
        data += content
        offset += len(content)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def settle(module):
    """Makes statistics and learned constants different from their initial values, so that they matter."""
    for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
        if tensor.dtype != torch.float32:
            continue
        with torch.no_grad():
            if name.endswith("running_var"):
                tensor.copy_(torch.rand_like(tensor) + 0.5)
            elif tensor.dim() == 1:
                tensor.add_(torch.randn_like(tensor) * 0.3)
    return module.eval()


class Residual(nn.Module):
    """Two inputs, two outputs, a residual sum, a product and a concatenation."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=1)
        self.block = nn.Sequential(nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1))
        self.condition = nn.Linear(5, 4)
        self.head = nn.Linear(12, 3)

    def forward(self, image, given):
        stem = self.stem(image)
        total = stem + self.block(stem)
        pooled = torch.flatten(nn.functional.adaptive_avg_pool2d(total, 1), 1)
        gate = torch.sigmoid(self.condition(given))
        joined = torch.cat([pooled * gate, pooled, gate], 1)
        return torch.softmax(self.head(joined), -1), gate


RESIDUAL = {
    "inputs": [{"name": "image", "shape": [2, 6, 6]}, {"name": "given", "shape": [5]}],
    "outputs": [{"name": "classes", "from": "classes_"}, {"name": "gate", "from": "gate_"}],
    "layers": [
        {"type": "conv2d", "name": "stem", "from": "image", "outChannels": 4, "kernelSize": 3, "padding": 1},
        {"type": "batchNorm2d", "name": "block.0"},
        {"type": "relu"},
        {"type": "conv2d", "name": "block.2", "outChannels": 4, "kernelSize": 3, "padding": 1},
        {"type": "add", "name": "total", "from": ["stem", "block.2"]},
        {"type": "adaptiveAvgPool2d", "outputSize": 1},
        {"type": "flatten", "name": "pooled"},
        {"type": "linear", "name": "condition", "from": "given", "outFeatures": 4},
        {"type": "sigmoid", "name": "gate_"},
        {"type": "multiply", "name": "gated", "from": ["pooled", "gate_"]},
        {"type": "concat", "name": "joined", "from": ["gated", "pooled", "gate_"]},
        {"type": "linear", "name": "head", "outFeatures": 3},
        {"type": "softmax", "name": "classes_"},
    ],
}

S = nn.Sequential

# Name, layers of architecture.json, the PyTorch module, the shape of a sample.
SEQUENTIAL = [
    ("linear", [{"type": "linear", "outFeatures": 4}], S(nn.Linear(5, 4)), [5]),
    (
        "linear over sequences, without bias",
        [{"type": "linear", "outFeatures": 4, "bias": False}],
        S(nn.Linear(5, 4, bias=False)),
        [3, 5],
    ),
    (
        "conv1d",
        [{"type": "conv1d", "outChannels": 6, "kernelSize": 3, "stride": 2, "padding": 2, "dilation": 2, "groups": 2}],
        S(nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2)),
        [4, 11],
    ),
    (
        "conv1d same",
        [{"type": "conv1d", "outChannels": 3, "kernelSize": 4, "padding": "same"}],
        S(nn.Conv1d(2, 3, 4, padding="same")),
        [2, 9],
    ),
    (
        "conv2d",
        [{"type": "conv2d", "outChannels": 4, "kernelSize": [3, 2], "stride": [2, 1], "padding": [1, 0]}],
        S(nn.Conv2d(3, 4, (3, 2), stride=(2, 1), padding=(1, 0))),
        [3, 7, 6],
    ),
    (
        "conv2d depthwise, dilated, same",
        [{"type": "conv2d", "outChannels": 4, "kernelSize": 3, "padding": "same", "dilation": 2, "groups": 4, "bias": False}],
        S(nn.Conv2d(4, 4, 3, padding="same", dilation=2, groups=4, bias=False)),
        [4, 7, 6],
    ),
    ("maxPool1d", [{"type": "maxPool1d", "kernelSize": 3, "stride": 2, "padding": 1}], S(nn.MaxPool1d(3, 2, 1)), [2, 9]),
    (
        "maxPool2d",
        [{"type": "maxPool2d", "kernelSize": 3, "stride": 1, "padding": 1, "dilation": 2}],
        S(nn.MaxPool2d(3, 1, 1, dilation=2)),
        [2, 7, 8],
    ),
    ("avgPool1d", [{"type": "avgPool1d", "kernelSize": 3, "padding": 1}], S(nn.AvgPool1d(3, padding=1)), [2, 9]),
    (
        "avgPool2d",
        [{"type": "avgPool2d", "kernelSize": [2, 3], "stride": 2, "padding": [1, 1], "countIncludePad": False}],
        S(nn.AvgPool2d((2, 3), 2, (1, 1), count_include_pad=False)),
        [2, 7, 8],
    ),
    ("adaptiveAvgPool1d", [{"type": "adaptiveAvgPool1d", "outputSize": 3}], S(nn.AdaptiveAvgPool1d(3)), [2, 9]),
    ("adaptiveAvgPool2d", [{"type": "adaptiveAvgPool2d", "outputSize": [2, 1]}], S(nn.AdaptiveAvgPool2d((2, 1))), [2, 6, 5]),
    ("adaptiveAvgPool1d of unequal windows", [{"type": "adaptiveAvgPool1d", "outputSize": 5}], S(nn.AdaptiveAvgPool1d(5)), [2, 13]),
    ("adaptiveAvgPool1d to more than there are", [{"type": "adaptiveAvgPool1d", "outputSize": 7}], S(nn.AdaptiveAvgPool1d(7)), [2, 3]),
    ("adaptiveAvgPool2d of unequal windows", [{"type": "adaptiveAvgPool2d", "outputSize": [3, 4]}], S(nn.AdaptiveAvgPool2d((3, 4))), [2, 7, 11]),
    ("adaptiveAvgPool2d, unequal in one direction", [{"type": "adaptiveAvgPool2d", "outputSize": [3, 4]}], S(nn.AdaptiveAvgPool2d((3, 4))), [2, 6, 10]),
    ("adaptiveMaxPool1d of unequal windows", [{"type": "adaptiveMaxPool1d", "outputSize": 4}], S(nn.AdaptiveMaxPool1d(4)), [2, 9]),
    ("adaptiveMaxPool2d of unequal windows", [{"type": "adaptiveMaxPool2d", "outputSize": [4, 5]}], S(nn.AdaptiveMaxPool2d((4, 5))), [2, 10, 3]),
    ("adaptiveMaxPool1d", [{"type": "adaptiveMaxPool1d", "outputSize": 1}], S(nn.AdaptiveMaxPool1d(1)), [2, 9]),
    ("adaptiveMaxPool2d", [{"type": "adaptiveMaxPool2d", "outputSize": 2}], S(nn.AdaptiveMaxPool2d(2)), [2, 6, 4]),
    ("batchNorm1d", [{"type": "batchNorm1d"}], S(nn.BatchNorm1d(5)), [5]),
    ("batchNorm1d over sequences", [{"type": "batchNorm1d", "eps": 0.01, "affine": False}], S(nn.BatchNorm1d(3, eps=0.01, affine=False)), [3, 4]),
    ("batchNorm2d", [{"type": "batchNorm2d"}], S(nn.BatchNorm2d(3)), [3, 4, 5]),
    ("layerNorm", [{"type": "layerNorm"}], S(nn.LayerNorm(6)), [4, 6]),
    (
        "layerNorm over two dimensions",
        [{"type": "layerNorm", "normalizedShape": [4, 6], "eps": 0.001, "elementwiseAffine": False}],
        S(nn.LayerNorm([4, 6], eps=0.001, elementwise_affine=False)),
        [4, 6],
    ),
    ("flatten", [{"type": "flatten"}, {"type": "linear", "outFeatures": 2}], S(nn.Flatten(), nn.Linear(12, 2)), [2, 6]),
    (
        "reshape",
        [{"type": "linear", "outFeatures": 12}, {"type": "reshape", "shape": [3, 2, 2]}, {"type": "conv2d", "outChannels": 2, "kernelSize": 2}],
        S(nn.Linear(5, 12), nn.Unflatten(1, (3, 2, 2)), nn.Conv2d(3, 2, 2)),
        [5],
    ),
    ("dropout", [{"type": "dropout", "p": 0.5}, {"type": "linear", "outFeatures": 2}], S(nn.Dropout(0.5), nn.Linear(3, 2)), [3]),
    ("identity", [{"type": "identity"}, {"type": "linear", "outFeatures": 2}], S(nn.Identity(), nn.Linear(3, 2)), [3]),
    ("relu", [{"type": "relu"}], S(nn.ReLU()), [16]),
    ("tanh", [{"type": "tanh"}], S(nn.Tanh()), [16]),
    ("sigmoid", [{"type": "sigmoid"}], S(nn.Sigmoid()), [16]),
    ("gelu", [{"type": "gelu"}], S(nn.GELU()), [16]),
    ("gelu tanh", [{"type": "gelu", "approximate": "tanh"}], S(nn.GELU(approximate="tanh")), [16]),
    ("softmax", [{"type": "softmax"}], S(nn.Softmax(-1)), [2, 8]),
    ("logSoftmax", [{"type": "logSoftmax"}], S(nn.LogSoftmax(-1)), [2, 8]),
    ("leakyRelu", [{"type": "leakyRelu", "negativeSlope": 0.2}], S(nn.LeakyReLU(0.2)), [16]),
    ("elu", [{"type": "elu", "alpha": 0.7}], S(nn.ELU(0.7)), [16]),
    ("celu", [{"type": "celu", "alpha": 0.7}], S(nn.CELU(0.7)), [16]),
    ("selu", [{"type": "selu"}], S(nn.SELU()), [16]),
    ("silu", [{"type": "silu"}], S(nn.SiLU()), [16]),
    ("mish", [{"type": "mish"}], S(nn.Mish()), [16]),
    ("softplus", [{"type": "softplus"}], S(nn.Softplus()), [16]),
    ("softsign", [{"type": "softsign"}], S(nn.Softsign()), [16]),
    ("logSigmoid", [{"type": "logSigmoid"}], S(nn.LogSigmoid()), [16]),
    ("hardsigmoid", [{"type": "hardsigmoid"}], S(nn.Hardsigmoid()), [16]),
    ("hardswish", [{"type": "hardswish"}], S(nn.Hardswish()), [16]),
    ("relu6", [{"type": "relu6"}], S(nn.ReLU6()), [16]),
    ("hardtanh", [{"type": "hardtanh", "minVal": -2, "maxVal": 0.5}], S(nn.Hardtanh(-2, 0.5)), [16]),
    ("prelu", [{"type": "prelu"}], S(nn.PReLU()), [16]),
    ("prelu per channel", [{"type": "prelu", "numParameters": 3}], S(nn.PReLU(3)), [3, 4, 5]),
]


class Tokens(nn.Module):
    """Attention over tokens, written out, with the runtime's names."""

    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(11, 8)
        self.norm = nn.LayerNorm(8)
        self.mix = nn.Linear(6, 6)
        self.head = nn.Linear(48, 3)

    def forward(self, x):
        embedded = self.norm(self.tokens(x))
        mixed = self.mix(embedded.permute(0, 2, 1)).permute(0, 2, 1)
        return self.head(torch.flatten(embedded + mixed, 1))


TOKENS = {
    "input": {"name": "x", "shape": [6], "type": "int32"},
    "layers": [
        {"type": "embedding", "name": "tokens", "numEmbeddings": 11, "embeddingDim": 8},
        {"type": "layerNorm", "name": "norm"},
        {"type": "permute", "dims": [2, 1]},
        {"type": "linear", "name": "mix", "outFeatures": 6},
        {"type": "permute", "name": "mixed", "dims": [2, 1]},
        {"type": "add", "from": ["norm", "mixed"]},
        {"type": "flatten"},
        {"type": "linear", "name": "head", "outFeatures": 3},
    ],
}


class Recurrent(nn.Module):
    def __init__(self, kind, **options):
        super().__init__()
        self.recurrent = kind(2, 5, batch_first=True, **options)
        self.head = nn.Linear(10 if options.get("bidirectional") else 5, 1)

    def forward(self, x):
        states, _ = self.recurrent(x)
        return self.head(states[:, -1])


class Attention(nn.Module):
    """An embedding, positions, and a transformer's encoder layer."""

    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(11, 8)
        self.positions = nn.Parameter(torch.randn(1, 6, 8))
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.norm = nn.LayerNorm(8)
        self.feed = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8))
        self.head = nn.Linear(8, 3)

    def forward(self, tokens):
        x = self.tokens(tokens) + self.positions
        attended, _ = self.attention(x, x, x, need_weights=False)
        x = self.norm(x + attended)
        x = x + self.feed(x)
        return self.head(x.mean(1))


class Image(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3), nn.SiLU()
        )
        self.head = nn.Linear(6, 3)

    def forward(self, image):
        return torch.log_softmax(self.head(self.features(image).mean((2, 3))), 1)


# Name, the module, its inputs as (name, shape of a sample, tokens or 0), the names of its outputs.
GRAPHS = [
    ("GRU", Recurrent(nn.GRU), [("x", [7, 2], 0)], ["y"]),
    ("GRU of two layers", Recurrent(nn.GRU, num_layers=2), [("x", [7, 2], 0)], ["y"]),
    ("LSTM of both directions", Recurrent(nn.LSTM, bidirectional=True), [("x", [7, 2], 0)], ["y"]),
    ("RNN", Recurrent(nn.RNN), [("x", [7, 2], 0)], ["y"]),
    ("attention", Attention(), [("tokens", [6], 11)], ["y"]),
    ("convolutions", Image(), [("image", [1, 8, 8], 0)], ["y"]),
    ("two inputs and two outputs", Residual(), [("image", [2, 6, 6], 0), ("given", [5], 0)], ["classes", "gate"]),
]

HALF = [
    ("parameters of float16", torch.float16),
    ("parameters of bfloat16", torch.bfloat16),
]


def draw(shape, tokens):
    return torch.randint(0, tokens, [BATCH, *shape]) if tokens else torch.randn(BATCH, *shape) * 2


def describe(names, tensors):
    return [
        {"name": name, "dims": list(tensor.shape), "data": tensor.flatten().tolist()}
        for name, tensor in zip(names, tensors)
    ]


def main(folder):
    manifest = []

    def add(name, architecture, module, inputs, outputs, dtype=None, graph=False):
        """`inputs` as in GRAPHS."""
        settle(module)
        state = dict(module.state_dict())
        if dtype:
            state = {key: value.to(dtype) for key, value in state.items()}
            module.load_state_dict({key: value.float() for key, value in state.items()})
        tensors = [draw(shape, tokens) for _, shape, tokens in inputs]
        names = [input_name for input_name, _, _ in inputs]
        index = len(manifest)
        with torch.no_grad():
            results = module(*tensors)
        save_file(state, os.path.join(folder, f"{index}.safetensors"))
        if graph:
            torch.onnx.export(
                module,
                tuple(tensors),
                os.path.join(folder, f"{index}.onnx"),
                opset_version=17,
                input_names=names,
                output_names=outputs,
                dynamic_axes={key: {0: "batch"} for key in names + outputs},
                do_constant_folding=False,
                # Else a batch normalization is folded into the convolution before it, under another name.
                training=torch.onnx.TrainingMode.PRESERVE,
            )
        manifest.append(
            {
                "name": name,
                "architecture": architecture,
                "graph": graph,
                "inputs": describe(names, tensors),
                "outputs": describe(outputs, results if isinstance(results, tuple) else [results]),
            }
        )

    for name, layers, module, shape in SEQUENTIAL:
        architecture = {"input": {"shape": shape}, "layers": layers}
        add(name, architecture, module, [("x", shape, 0)], ["y"])
    add("embedding, permute and sums", TOKENS, Tokens(), [("x", [6], 11)], ["y"])
    add("several inputs and outputs", RESIDUAL, Residual(), [("image", [2, 6, 6], 0), ("given", [5], 0)], ["classes", "gate"])
    for name, dtype in HALF:
        layers = [{"type": "linear", "outFeatures": 4}, {"type": "tanh"}, {"type": "linear", "outFeatures": 2}]
        architecture = {"input": {"shape": [5]}, "layers": layers}
        add(name, architecture, S(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 2)), [("x", [5], 0)], ["y"], dtype)
    for name, module, inputs, outputs in GRAPHS:
        add(f"graph: {name}", {"onnx": "model.onnx"}, module, inputs, outputs, graph=True)

    with open(os.path.join(folder, "manifest.json"), "w") as file:
        json.dump(manifest, file)


main(sys.argv[1])
