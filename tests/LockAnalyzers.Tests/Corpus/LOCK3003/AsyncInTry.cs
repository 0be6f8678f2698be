// The lock is attempted inside the async try; a refusal still runs Unlock in the finally.
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Exports.Csv;

public class CsvExport
{
    private readonly FileStream output;
    public CsvExport(FileStream output) { this.output = output; }

    public async Task ExportAsync(Stream rows, CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            {|LOCK3003:output.Lock(0, long.MaxValue)|};
            await rows.CopyToAsync(output, cancel);
            await output.FlushAsync(cancel);
        }
        finally
        {
            output.Unlock(0, long.MaxValue);
        }
    }
}
