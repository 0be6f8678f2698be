// The trailer is written after the Flush and stays in the buffer at the Unlock.
using System.IO;

namespace Invoices.Batch;

public class InvoiceBatch
{
    private readonly FileStream _batch;
    public InvoiceBatch(FileStream batch) => _batch = batch;

    public void Write(byte[] body, byte trailer)
    {
        _batch.Lock(0, long.MaxValue);
        try
        {
            _batch.Write(body);
            _batch.Flush();
            _batch.WriteByte(trailer);
        }
        finally
        {
            {|LOCK3009:_batch.Unlock(0, long.MaxValue)|};
        }
    }
}
