using System.Text;
using DistPatterns.Cli;

Console.OutputEncoding = Encoding.UTF8;
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
var exit = await new Tool(output, Console.Error)
{
    ColourOutput = Terminal.ColoursWanted(Console.IsOutputRedirected),
    LiveProgress = !Console.IsErrorRedirected,
}.Run(args);
return exit;
